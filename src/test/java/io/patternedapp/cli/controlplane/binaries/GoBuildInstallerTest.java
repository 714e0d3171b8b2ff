package io.patternedapp.cli.controlplane.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternedapp.cli.process.RecordingProgressListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a shell script as the go command. */
@Timeout(60)
class GoBuildInstallerTest {

  @TempDir Path temp;

  private final RecordingProgressListener progress = new RecordingProgressListener();
  private final GoModule module = new GoModule();

  @Test
  void goBuildCreatesOneProgramWithASymlinkForEtcd() throws Exception {
    installFakeGo(
        """
        test -f go.mod && test -f go.sum && test -f main.go || exit 1
        while [ "$1" != -o ]; do shift; done
        echo "$CGO_ENABLED $GOWORK" > "$2"
        /bin/chmod 755 "$2"
        """);

    ControlPlaneBinaries built = ControlPlaneBinaries.inDirectory(fill());

    assertThat(built.isComplete()).isTrue();
    assertThat(built.kubeApiServer()).content().isEqualTo("0 off\n");
    assertThat(built.etcd()).isSymbolicLink().hasSameTextualContentAs(built.kubeApiServer());
    assertThat(Files.readSymbolicLink(built.etcd())).isRelative();
    assertThat(progress.lines()).first().asString().contains(module.kubernetesVersion());
  }

  @Test
  void goBuildStampsTheKubernetesVersion() throws Exception {
    installFakeGo(
        """
        for argument; do case "$argument" in -ldflags=*) flags=$argument;; esac; done
        while [ "$1" != -o ]; do shift; done
        echo "$flags" > "$2"
        /bin/chmod 755 "$2"
        """);

    assertThat(ControlPlaneBinaries.inDirectory(fill()).kubeApiServer())
        .content()
        .contains(".gitVersion=v" + module.kubernetesVersion());
  }

  @Test
  void goBuildFailureShowsTheCompilerOutput() throws IOException {
    installFakeGo("echo 'main.go:1: no such module' >&2; exit 1");

    assertThatThrownBy(this::fill)
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("go build failed")
        .hasMessageContaining("main.go:1: no such module");
  }

  @Test
  void nonExecutableGoOnThePathIsIgnored() throws IOException {
    Files.writeString(temp.resolve("go"), "not a program");

    assertThatThrownBy(this::fill)
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessage("the go command is not on the PATH");
  }

  private void installFakeGo(String script) throws IOException {
    FakeBinaries.createScript(temp.resolve("bin").resolve("go"), script);
  }

  private Path fill() throws Exception {
    Map<String, String> environment =
        Map.of("PATH", temp + File.pathSeparator + temp.resolve("bin"));
    Path staging = Files.createDirectories(temp.resolve("staging"));
    return new GoBuildInstaller(module, environment, progress).install(staging);
  }
}
