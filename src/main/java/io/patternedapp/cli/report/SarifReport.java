package io.patternedapp.cli.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Renders diagnostics as a log in the Static Analysis Results Interchange Format (SARIF), which
 * code hosts show as annotations of the source lines.
 */
public final class SarifReport {

  private static final String SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String FORMAT_VERSION = "2.1.0";

  /** The first letter of a word in CamelCase, except of the first word. */
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])[A-Z](?=[a-z])");

  private SarifReport() {}

  /**
   * Returns the log, pretty-printed. The reason of a diagnostic is the rule of its result.
   *
   * @param toolVersion the version of this program
   * @param diagnostics the results
   */
  public static String render(String toolVersion, List<Diagnostic> diagnostics) {
    var rules = diagnostics.stream().map(Diagnostic::reason).distinct().sorted().toList();
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA_URI).put("version", FORMAT_VERSION);
    var run = log.putArray("runs").addObject();
    var driver = run.putObject("tool").putObject("driver");
    driver.put("name", "patternedapp").put("version", toolVersion);
    var described = driver.putArray("rules");
    rules.forEach(rule -> fillRule(described.addObject(), rule));
    run.put("columnKind", "unicodeCodePoints");
    var results = run.putArray("results");
    diagnostics.forEach(d -> fillResult(results.addObject(), d, rules));
    return JsonReport.prettyPrint(log);
  }

  private static void fillRule(ObjectNode rule, String reason) {
    rule.put("id", reason);
    rule.putObject("shortDescription").put("text", toSentence(reason));
  }

  /** Splits CamelCase, such as {@code UnknownField} to "Unknown field". */
  private static String toSentence(String reason) {
    return WORD_START
        .matcher(reason)
        .replaceAll(start -> " " + start.group().toLowerCase(Locale.ROOT));
  }

  private static void fillResult(ObjectNode result, Diagnostic diagnostic, List<String> rules) {
    result.put("ruleId", diagnostic.reason());
    result.put("ruleIndex", rules.indexOf(diagnostic.reason()));
    result.put("level", diagnostic.level().label());
    result
        .putObject("message")
        .put(
            "text",
            diagnostic.path().isEmpty()
                ? diagnostic.message()
                : diagnostic.path() + ": " + diagnostic.message());
    var location = result.putArray("locations").addObject();
    var physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", toUri(diagnostic.file()));
    if (diagnostic.position() != null) {
      physical
          .putObject("region")
          .put("startLine", diagnostic.position().line())
          .put("startColumn", diagnostic.position().column());
    }
    if (!diagnostic.path().isEmpty()) {
      location
          .putArray("logicalLocations")
          .addObject()
          .put("name", diagnostic.app())
          .put("fullyQualifiedName", diagnostic.path());
    }
  }

  /** Keeps relative paths relative: code hosts resolve them against the root of the repository. */
  private static String toUri(String file) {
    var slashes = file.replace('\\', '/');
    try {
      return slashes.startsWith("/")
          ? Path.of(file).toUri().toString()
          : new URI(null, null, "/" + slashes, null).toASCIIString().substring(1);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
