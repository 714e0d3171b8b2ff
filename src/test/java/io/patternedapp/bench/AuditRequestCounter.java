package io.patternedapp.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the requests of one user in the audit log of the API server. */
final class AuditRequestCounter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> LIST_AND_WATCH = Set.of("list", "watch");

  private final Path file;
  private final String user;

  AuditRequestCounter(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** Returns the current end of the log. */
  long position() {
    return file.toFile().length();
  }

  /** Counts requests by verb, resource and code since the position, except lists and watches. */
  Map<String, Integer> countSince(long position) {
    var counts = new TreeMap<String, Integer>();
    for (var line : readSince(position).split("\n")) {
      if (line.contains(user)) {
        count(line, counts);
      }
    }
    return counts;
  }

  private void count(String line, Map<String, Integer> counts) {
    try {
      var event = JSON.readTree(line);
      var verb = event.path("verb").asText();
      if (user.equals(event.at("/user/username").asText()) && !LIST_AND_WATCH.contains(verb)) {
        var sub = event.at("/objectRef/subresource").asText();
        var resource = event.at("/objectRef/resource").asText();
        var code = event.at("/responseStatus/code").asInt();
        counts.merge(
            "%s %s%s%s"
                .formatted(
                    verb, resource, sub.isEmpty() ? "" : "/" + sub, code < 300 ? "" : " " + code),
            1,
            Integer::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readSince(long position) {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(position);
      var bytes = new byte[(int) (log.length() - position)];
      log.readFully(bytes);
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
