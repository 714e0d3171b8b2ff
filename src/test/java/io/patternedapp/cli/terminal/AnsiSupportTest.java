package io.patternedapp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class AnsiSupportTest {

  @Test
  void explicitAnsiChoiceIsKept() {
    assertThat(AnsiSupport.forStandardError(Ansi.ON)).isEqualTo(Ansi.ON);
    assertThat(AnsiSupport.forStandardError(Ansi.OFF)).isEqualTo(Ansi.OFF);
  }

  @Test
  void standardErrorRedirectedToAFileOrPipeIsNotATerminal(@TempDir Path folder) throws IOException {
    var link = folder.resolve("2");

    assertThat(AnsiSupport.isRedirected(Files.createSymbolicLink(link, Path.of("/dev/null"))))
        .isTrue();
    Files.delete(link);
    assertThat(
            AnsiSupport.isRedirected(
                Files.createSymbolicLink(link, Files.createFile(folder.resolve("log")))))
        .isTrue();
    Files.delete(link);
    assertThat(AnsiSupport.isRedirected(Files.createSymbolicLink(link, Path.of("/dev/tty"))))
        .isFalse();
    Files.delete(link);
    assertThat(AnsiSupport.isRedirected(Files.createSymbolicLink(link, Path.of("pipe:[1]"))))
        .isTrue();
  }

  @Test
  void unresolvableStandardErrorIsTreatedAsATerminal(@TempDir Path folder) {
    assertThat(AnsiSupport.isRedirected(folder.resolve("fd").resolve("2"))).isFalse();
  }
}
