package io.patternedapp.cli.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads the end of a log file for an error message. */
public final class LogTail {

  private static final int MAX_LINES = 15;
  private static final int MAX_BYTES = 16 * 1024;

  private LogTail() {}

  /** Returns the last lines of the file, or a remark if it is empty or unreadable. Never throws. */
  public static String read(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, log.length() - MAX_BYTES);
      byte[] end = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return lines.isEmpty()
          ? "(the log is empty)"
          : String.join("\n", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot read the log: " + e + ")";
    }
  }
}
