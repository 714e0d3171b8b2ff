package io.patternedapp.cli.input;

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

/** The option {@code -f}: files, directories, or {@code -} for standard input, as in kubectl. */
public final class FilenameOptions {

  private static final Pattern MANIFEST_NAME = Pattern.compile(".*\\.(yaml|yml|json)");
  private static final String STDIN = "-";

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description =
          "File or directory with PatternedApp manifests (YAML or JSON); \"-\" reads standard input."
              + " A directory stands for its *.yaml, *.yml and *.json files. Can be repeated.")
  private List<String> filenames = List.of();

  /** Creates the options for the given files and directories. */
  public static FilenameOptions of(List<String> names) {
    var options = new FilenameOptions();
    options.filenames = List.copyOf(names);
    return options;
  }

  /**
   * Reads all files, in the order of the options; the files of a directory are sorted by name.
   *
   * @throws InputException if a file cannot be read
   */
  public List<InputFile> readFiles() {
    var files = new ArrayList<InputFile>();
    for (var name : filenames) {
      try {
        if (name.equals(STDIN)) {
          files.add(new InputFile(displayName(name), decodeUtf8(System.in.readAllBytes())));
          continue;
        }
        for (var file : listManifests(Path.of(name))) {
          files.add(new InputFile(file.toString(), decodeUtf8(Files.readAllBytes(file))));
        }
      } catch (NoSuchFileException e) {
        throw new InputException("%s: no such file or directory".formatted(e.getFile()));
      } catch (CharacterCodingException e) {
        throw new InputException("%s: the file is not valid UTF-8".formatted(displayName(name)));
      } catch (IOException e) {
        throw new InputException(
            "%s: cannot read the file: %s".formatted(displayName(name), reason(e)));
      }
    }
    return files;
  }

  private static String displayName(String name) {
    return name.equals(STDIN) ? "<stdin>" : name;
  }

  private static List<Path> listManifests(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var entries = Files.list(path)) {
      return entries
          .filter(file -> MANIFEST_NAME.matcher(String.valueOf(file.getFileName())).matches())
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static String decodeUtf8(byte[] bytes) throws CharacterCodingException {
    var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.getMessage();
  }
}
