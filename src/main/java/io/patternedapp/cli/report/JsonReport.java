package io.patternedapp.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders diagnostics as one JSON object. docs/reference/cli.md documents its fields; fields are
 * added, but never removed.
 */
public final class JsonReport {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  @JsonInclude(Include.NON_EMPTY)
  @JsonPropertyOrder({"file", "line", "column", "app", "path", "severity", "reason", "message"})
  private record Entry(
      String file,
      @Nullable Integer line,
      @Nullable Integer column,
      String app,
      String path,
      String severity,
      String reason,
      String message) {

    static Entry from(Diagnostic d) {
      return new Entry(
          d.file(),
          d.position() == null ? null : d.position().line(),
          d.position() == null ? null : d.position().column(),
          d.app(),
          d.path(),
          d.level().label(),
          d.reason(),
          d.message());
    }
  }

  private JsonReport() {}

  /**
   * Returns the object, pretty-printed.
   *
   * @param apps the number of apps in the files
   * @param diagnostics the diagnostics about the files
   */
  public static String render(int apps, List<Diagnostic> diagnostics) {
    ObjectNode report = JSON.createObjectNode();
    report.put("version", VERSION).put("apps", apps);
    report.put("errors", count(diagnostics, DiagnosticLevel.ERROR));
    report.put("warnings", count(diagnostics, DiagnosticLevel.WARNING));
    report.set("problems", JSON.valueToTree(diagnostics.stream().map(Entry::from).toList()));
    return prettyPrint(report);
  }

  static String prettyPrint(ObjectNode tree) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long count(List<Diagnostic> diagnostics, DiagnosticLevel level) {
    return diagnostics.stream().filter(d -> d.level() == level).count();
  }
}
