package io.patternedapp.apiserver.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the requests of one user from the audit log of the API server. */
public final class AuditLog {

  /**
   * A request with a response.
   *
   * @param verb the audit verb, such as patch
   * @param resource the plural, with the subresource after a slash
   * @param namespace the namespace; empty for cluster-scoped requests
   * @param name the name of the object; empty for lists
   * @param uri the path and query
   * @param code the HTTP status
   * @param allowed whether the authorizer allowed the request; admission may still deny it
   */
  public record Request(
      String verb,
      String resource,
      String namespace,
      String name,
      String uri,
      int code,
      boolean allowed) {

    private static final Set<String> WRITES =
        Set.of("create", "update", "patch", "delete", "deletecollection");

    boolean isWrite() {
      return WRITES.contains(verb);
    }

    public boolean isEvent() {
      return resource.equals("events");
    }

    public boolean isListOrWatch() {
      return verb.equals("watch") || verb.equals("list");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String user;
  private final List<Optional<Request>> entries = new ArrayList<>();
  private long offset;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** Returns the current end of the log, for {@link #since}. */
  synchronized int mark() {
    readNewLines();
    return entries.size();
  }

  /** Returns the requests of the user since the mark, in the order of the responses. */
  public synchronized List<Request> since(int mark) {
    readNewLines();
    return entries.subList(mark, entries.size()).stream().flatMap(Optional::stream).toList();
  }

  /**
   * Reads the lines that were added since the last call; an incomplete line is left for the next
   * call.
   */
  private void readNewLines() {
    if (!Files.exists(file)) {
      return;
    }
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      var newBytes = in.readAllBytes();
      int start = 0;
      for (int i = 0; i < newBytes.length; i++) {
        if (newBytes[i] == '\n') {
          entries.add(parse(new String(newBytes, start, i - start, StandardCharsets.UTF_8)));
          start = i + 1;
        }
      }
      offset += start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Request> parse(String line) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (!user.equals(event.at("/impersonatedUser/username").asText())) {
      return Optional.empty();
    }
    var reference = event.path("objectRef");
    var subresource = reference.path("subresource").asText();
    return Optional.of(
        new Request(
            event.path("verb").asText(),
            reference.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
            reference.path("namespace").asText(),
            reference.path("name").asText(),
            event.path("requestURI").asText(),
            event.at("/responseStatus/code").asInt(),
            !"forbid".equals(event.at("/annotations/authorization.k8s.io~1decision").asText())));
  }
}
