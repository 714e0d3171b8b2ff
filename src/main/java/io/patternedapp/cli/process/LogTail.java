package io.patternedapp.cli.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for an error message. */
public final class LogTail {

  private static final int MAX_LINES = 15;
  private static final int MAX_BYTES = 16 * 1024;

  private LogTail() {}

  /** The last lines of the file, or a remark when there is nothing to show. Never fails. */
  public static String read(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - MAX_BYTES);
      byte[] end = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return lines.isEmpty()
          ? "(it wrote nothing)"
          : String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read: " + e + ")";
    }
  }
}
