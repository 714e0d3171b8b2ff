package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.AppContainer;
import io.patternedapp.api.ExportedEnv;
import io.patternedapp.api.Helper;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.status.ChildProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Keeps what an app has in env and files out of what is told of it: the API server and admission
 * webhooks quote what they refuse. Values of less than four characters stay, since they are part of
 * many words.
 */
public final class Hidden {

  private static final int SHORTEST = 4;
  private static final String MARK = "…";
  private static final String INVALID = "Invalid value: ";

  private final List<String> values;

  private Hidden(List<String> values) {
    this.values = values;
  }

  /** What is to be hidden of that app. */
  public static Hidden of(PatternedApp app) {
    return new Hidden(
        Roles.of(app.getSpec()).stream()
            .map(RoleContainer::container)
            .flatMap(Hidden::values)
            .filter(Objects::nonNull)
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
            .map(String::strip)
            .filter(value -> value.length() >= SHORTEST)
            .flatMap(value -> Stream.of(value, quoted(value)))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** The text without them. */
  public String in(String text) {
    var hidden = text;
    for (var value : values) {
      hidden = hidden.replace(value, MARK);
    }
    return hidden;
  }

  /** The stack trace without them. */
  public String in(Throwable fault) {
    var trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    return in(trace.toString());
  }

  /** The problem without them. */
  ChildProblem in(ChildProblem problem) {
    return new ChildProblem(problem.child(), problem.reason(), in(problem.message()));
  }

  /**
   * What the API server said, without the objects that it prints. A field that cannot change is
   * told of with all that it holds, or with a difference over many lines.
   */
  static String withoutObjects(String words, KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    var told = words;
    if (details != null) {
      for (var message : details.getCauses().stream().map(StatusCause::getMessage).toList()) {
        if (message != null) {
          told = told.replace(message, withoutObject(message));
        }
      }
    }
    return Failures.isInvalid(e) ? told.lines().findFirst().orElse("") : told;
  }

  private static String withoutObject(String message) {
    var isObject =
        message.startsWith(INVALID)
            && message.length() > INVALID.length()
            && "{[&cmv".indexOf(message.charAt(INVALID.length())) >= 0;
    return isObject
        ? INVALID + MARK + message.substring(message.lastIndexOf(": "))
        : message.lines().findFirst().orElse("");
  }

  private static Stream<String> values(AppContainer container) {
    var env = container.getEnv().stream().map(EnvVar::getValue);
    var files =
        container.getFiles().stream()
            .flatMap(
                mount ->
                    Stream.concat(
                        mount.data().values().stream(), mount.binaryData().values().stream()));
    var exported =
        container instanceof Helper helper
            ? helper.getExportEnv().stream().map(ExportedEnv::value)
            : Stream.<String>empty();
    return Stream.of(env, files, exported).flatMap(all -> all);
  }

  /** As Go and JSON write it between quotes. */
  private static String quoted(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }
}
