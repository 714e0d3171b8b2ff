package io.patternedapp.apply.error;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.container.AppContainer;
import io.patternedapp.api.container.ExportedEnv;
import io.patternedapp.api.container.Helper;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.result.ChildProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Redacts env values and file contents of an app from messages, Events and logs, because the API
 * server and admission webhooks quote rejected values. Values of fewer than four characters stay:
 * they occur in many words.
 */
public final class Redactor {

  private static final int MIN_LENGTH = 4;
  static final String PLACEHOLDER = "…";

  private final List<String> sensitiveValues;

  private Redactor(List<String> sensitiveValues) {
    this.sensitiveValues = sensitiveValues;
  }

  /** Creates the redactor of an app. */
  public static Redactor forApp(PatternedApp app) {
    return new Redactor(
        Roles.list(app.getSpec()).stream()
            .map(RoleContainer::container)
            .flatMap(Redactor::sensitiveValues)
            .filter(Objects::nonNull)
            .flatMap(value -> Stream.concat(Stream.of(value), value.lines()))
            .map(String::strip)
            .filter(value -> value.length() >= MIN_LENGTH)
            .flatMap(value -> Stream.of(value, escape(value)))
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** Returns the text without values of the app. */
  public String redact(String text) {
    var redacted = text;
    for (var value : sensitiveValues) {
      redacted = redacted.replace(value, PLACEHOLDER);
    }
    return redacted;
  }

  /** Returns the stack trace of an error without values of the app. */
  public String redact(Throwable fault) {
    var trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    return redact(trace.toString());
  }

  /** Returns the problem with a redacted message. */
  public ChildProblem redact(ChildProblem problem) {
    return new ChildProblem(problem.child(), problem.reason(), redact(problem.message()));
  }

  private static Stream<String> sensitiveValues(AppContainer container) {
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

  /** Escapes a value as Go and JSON do in quoted strings. */
  private static String escape(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }
}
