package io.patternedapp.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option {@code -f}: files, directories, or {@code -} for standard input. */
final class Sources {

  private static final Pattern MANIFEST = Pattern.compile(".*\\.(yaml|yml|json)");
  private static final String STDIN = "-";

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description =
          "A file of PatternedApps, YAML or JSON; - for standard input; of a directory every *.yaml,"
              + " *.yml and *.json. May be given several times.")
  private List<String> names = List.of();

  /** Those files and directories. */
  static Sources of(List<String> names) {
    var sources = new Sources();
    sources.names = List.copyOf(names);
    return sources;
  }

  /**
   * Reads them all, in the order given, the files of a directory by name.
   *
   * @throws UnreadableException when one of them cannot be read
   */
  List<Source> read() {
    var sources = new ArrayList<Source>();
    for (var name : names) {
      try {
        if (name.equals(STDIN)) {
          sources.add(new Source(called(name), decode(System.in.readAllBytes())));
          continue;
        }
        for (var file : files(Path.of(name))) {
          sources.add(new Source(file.toString(), decode(Files.readAllBytes(file))));
        }
      } catch (NoSuchFileException e) {
        throw new UnreadableException("%s: there is no such file".formatted(e.getFile()));
      } catch (CharacterCodingException e) {
        throw new UnreadableException("%s: it is not text in UTF-8".formatted(called(name)));
      } catch (IOException e) {
        throw new UnreadableException("%s: cannot be read: %s".formatted(called(name), why(e)));
      }
    }
    return sources;
  }

  private static String called(String name) {
    return name.equals(STDIN) ? "<stdin>" : name;
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      return entries
          .filter(file -> MANIFEST.matcher(String.valueOf(file.getFileName())).matches())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String why(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "access denied" : e.getMessage();
  }
}
