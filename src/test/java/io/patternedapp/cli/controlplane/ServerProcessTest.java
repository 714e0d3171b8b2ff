package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternedapp.cli.controlplane.binaries.FakeBinaries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests with shell scripts as servers. */
@Timeout(60)
class ServerProcessTest {

  private static final Duration LONG_TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void exitedServerIsReportedWithExitCodeAndLastOutput() throws Exception {
    ServerProcess server = start("echo 'flag provided but not defined: -x' >&2; exit 7");

    assertThatThrownBy(() -> server.await(() -> false, LONG_TIMEOUT))
        .isInstanceOf(ControlPlaneStartException.class)
        .hasMessageContaining("server exited with code 7")
        .hasMessageEndingWith("flag provided but not defined: -x");
  }

  @Test
  void exitedServerErrorShowsOnlyTheEndOfALongLog() throws Exception {
    ServerProcess server =
        start("i=0; while [ $i -lt 500 ]; do echo line-$i; i=$((i+1)); done; exit 1");

    assertThatThrownBy(() -> server.await(() -> false, LONG_TIMEOUT))
        .hasMessageEndingWith("line-499")
        .hasMessageNotContaining("line-400\n");
  }

  @Test
  void serverThatDoesNotBecomeReadyInTimeIsReported() throws Exception {
    ServerProcess server = start("echo busy; exec /bin/sleep 300");
    try {
      assertThatThrownBy(() -> server.await(() -> false, Duration.ofMillis(300)))
          .isInstanceOf(ControlPlaneStartException.class)
          .hasMessageContaining("server was not ready after 0 seconds");
    } finally {
      server.kill();
    }
    assertThat(ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void serverProgramThatCannotBeExecutedIsReported() throws Exception {
    Path noProgram = Files.writeString(temp.resolve("no-program"), "data");

    assertThatThrownBy(() -> ServerProcess.start("server", List.of(noProgram.toString()), temp))
        .isInstanceOf(ControlPlaneStartException.class)
        .hasMessageContaining("Cannot start server")
        .hasMessageContaining("no-program");
  }

  private ServerProcess start(String script) throws Exception {
    Path program = FakeBinaries.createScript(temp.resolve("program"), script);
    return ServerProcess.start("server", List.of(program.toString()), temp);
  }
}
