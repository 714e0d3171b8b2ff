package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {

  @Test
  void whatTheUserChoseStays() {
    assertThat(Terminal.forErrors(Ansi.ON)).isEqualTo(Ansi.ON);
    assertThat(Terminal.forErrors(Ansi.OFF)).isEqualTo(Ansi.OFF);
  }

  @Test
  void filesAreNoTerminals(@TempDir Path folder) throws IOException {
    var link = folder.resolve("2");

    assertThat(Terminal.isRedirected(Files.createSymbolicLink(link, Path.of("/dev/null"))))
        .isTrue();
    Files.delete(link);
    assertThat(
            Terminal.isRedirected(
                Files.createSymbolicLink(link, Files.createFile(folder.resolve("log")))))
        .isTrue();
    Files.delete(link);
    assertThat(Terminal.isRedirected(Files.createSymbolicLink(link, Path.of("/dev/tty"))))
        .isFalse();
    Files.delete(link);
    assertThat(Terminal.isRedirected(Files.createSymbolicLink(link, Path.of("pipe:[1]")))).isTrue();
  }

  @Test
  void whereNobodySaysItIsTrusted(@TempDir Path folder) {
    assertThat(Terminal.isRedirected(folder.resolve("fd").resolve("2"))).isFalse();
  }
}
