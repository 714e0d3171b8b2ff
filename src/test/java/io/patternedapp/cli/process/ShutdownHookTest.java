package io.patternedapp.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownHookTest {

  @Test
  void registeredActionDoesNotRunOnClose() {
    var runs = new AtomicInteger();

    ShutdownHook.register("test", runs::incrementAndGet).close();

    assertThat(runs).hasValue(0);
  }

  @Test
  void stopRunsOnClose() {
    var runs = new AtomicInteger();

    ShutdownHook.stopping(runs::incrementAndGet).close();
    ShutdownHook.stoppingWithExitCodeZero(runs::incrementAndGet).close();

    assertThat(runs).hasValue(2);
  }

  @Test
  void actionsRunWhenTheJvmExits() throws Exception {
    var jvm = JvmProcess.processBuilder(ExitingMain.class).start();
    var output = new String(jvm.getInputStream().readAllBytes());

    assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output.lines()).containsExactlyInAnyOrder("registered", "stopped");
    assertThat(jvm.exitValue()).isEqualTo(3);
  }

  /** Exits while both hooks are open; one closed during the shutdown does nothing more. */
  public static final class ExitingMain {

    private ExitingMain() {}

    public static void main(String[] args) {
      ShutdownHook.register("test", () -> System.out.println("registered"));
      var closed = new ShutdownHook[1];
      closed[0] =
          ShutdownHook.stopping(
              () -> {
                System.out.println("stopped");
                closed[0].close();
              });
      System.exit(3);
    }
  }
}
