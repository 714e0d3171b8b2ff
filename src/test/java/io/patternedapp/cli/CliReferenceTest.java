package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Checks that the usage blocks in docs/reference/cli.md are the output of {@code --help}. */
class CliReferenceTest {

  private static final Path FILE = Path.of("docs", "reference", "cli.md");
  private static final Pattern USAGE =
      Pattern.compile("(?s)(## `patternedapp ([a-z]+)`.*?\n```text\n).*?(```\n)");

  @Test
  void cliReferenceShowsTheCurrentHelpOfEveryCommand() throws IOException {
    var text = Files.readString(FILE);
    var commands = Cli.createCommandLine().getSubcommands();

    assertThat(USAGE.matcher(text).results().map(usage -> usage.group(2)))
        .containsExactlyInAnyOrderElementsOf(commands.keySet());
    GoldenFile.assertMatches(
        FILE, USAGE.matcher(text).replaceAll(CliReferenceTest::replaceWithCurrentHelp));
  }

  @Test
  void readmeLinksToTheCliReference() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("(" + FILE + ")");
  }

  private static String replaceWithCurrentHelp(MatchResult usage) {
    CommandLine command = Cli.createCommandLine().getSubcommands().get(usage.group(2));
    return Matcher.quoteReplacement(
        usage.group(1) + command.getUsageMessage(Ansi.OFF) + usage.group(3));
  }
}
