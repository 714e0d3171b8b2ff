package io.patternedapp.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the API server says was asked of it. */
final class AuditLog {

  /**
   * A request that was answered.
   *
   * @param verb the audit verb, such as patch
   * @param resource the plural, with the subresource after a slash
   * @param namespace empty for cluster-scoped requests
   * @param name empty for lists
   * @param code the HTTP status
   * @param allowed whether the authorizer let it pass; an admission plugin may still refuse it
   */
  record Request(
      String verb, String resource, String namespace, String name, int code, boolean allowed) {

    private static final Set<String> WRITES =
        Set.of("create", "update", "patch", "delete", "deletecollection");

    boolean isWrite() {
      return WRITES.contains(verb);
    }

    boolean isEvent() {
      return resource.equals("events");
    }

    boolean isWatching() {
      return verb.equals("watch") || verb.equals("list");
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String user;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** How far the log reaches now; requests answered later come after it. */
  int mark() {
    return lines().size();
  }

  /** What the user asked since the mark, in the order of the answers. */
  List<Request> since(int mark) {
    var lines = lines();
    return lines.subList(mark, lines.size()).stream().flatMap(this::parse).toList();
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Request> parse(String line) {
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (IOException e) {
      return Stream.of();
    }
    if (!user.equals(event.at("/impersonatedUser/username").asText())) {
      return Stream.of();
    }
    var reference = event.path("objectRef");
    var subresource = reference.path("subresource").asText();
    return Stream.of(
        new Request(
            event.path("verb").asText(),
            reference.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
            reference.path("namespace").asText(),
            reference.path("name").asText(),
            event.at("/responseStatus/code").asInt(),
            !"forbid".equals(event.at("/annotations/authorization.k8s.io~1decision").asText())));
  }
}
