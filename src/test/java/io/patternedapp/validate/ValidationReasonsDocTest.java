package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares docs/reference/validation-reasons.md with the sources of the checks: each call of {@code
 * Problems} or {@code Problem} that reports a problem names its reason by a literal or a constant.
 */
class ValidationReasonsDocTest {

  private static final Path SOURCES = Path.of("src/main/java/io/patternedapp/validate");
  private static final Pattern REPORT =
      Pattern.compile("\\b(?:problems|Problem)\\.(error|warning)(If)?\\(");
  private static final Pattern CONSTANT = Pattern.compile("String (\\w+) = \"(\\w+)\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| ([a-z, ]+) \\| ([^|]+) \\| ([^|]+) \\|$");

  /** The severities of each reason in the sources. */
  private static final Map<String, String> REPORTED = new TreeMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    var sources = new LinkedHashMap<String, String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(f -> f.toString().endsWith("java")).sorted().toList()) {
        var name = file.getFileName().toString().replace(".java", "");
        if (!name.equals("Problem") && !name.equals("Problems")) {
          sources.put(name, Files.readString(file));
        }
      }
    }
    var constants = new HashMap<String, String>();
    sources.forEach(
        (name, source) ->
            CONSTANT
                .matcher(source)
                .results()
                .forEach(found -> constants.put(name + "." + found.group(1), found.group(2))));
    var severities = new TreeMap<String, TreeSet<String>>();
    sources.forEach(
        (name, source) ->
            REPORT
                .matcher(source)
                .results()
                .forEach(
                    call -> {
                      var arguments = arguments(source, call.end());
                      var reason = arguments.get(call.group(2) == null ? 1 : 2);
                      var resolved =
                          reason.startsWith("\"")
                              ? reason.replace("\"", "")
                              : constants.get(reason.contains(".") ? reason : name + "." + reason);
                      assertThat(resolved).as("%s: %s", name, reason).isNotNull();
                      severities.computeIfAbsent(resolved, r -> new TreeSet<>()).add(call.group(1));
                    }));
    severities.forEach((reason, found) -> REPORTED.put(reason, String.join(", ", found)));
  }

  @Test
  void docListsEveryReasonWithItsSeverityAndNoOther() throws IOException {
    assertThat(REPORTED).hasSizeGreaterThan(100);
    assertThat(rows(checks())).isEqualTo(REPORTED);
  }

  @Test
  void docListsEachReasonOnce() throws IOException {
    assertThat(ROW.matcher(doc()).results().map(row -> row.group(1))).doesNotHaveDuplicates();
  }

  private static Map<String, String> rows(String text) {
    return ROW.matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> row.group(2), (first, second) -> first, TreeMap::new));
  }

  /** The document without the reasons of the schema, which the CLI reports. */
  private static String checks() throws IOException {
    return doc().split("## Schema")[0];
  }

  private static String doc() throws IOException {
    return Files.readString(Path.of("docs", "reference", "validation-reasons.md"));
  }

  /** The arguments of a call whose parenthesis opens before the index. */
  private static List<String> arguments(String source, int start) {
    var arguments = new ArrayList<String>();
    var current = new StringBuilder();
    int depth = 0;
    for (int i = start; depth >= 0; i++) {
      var c = source.charAt(i);
      if (c == '"') {
        int end = endOfLiteral(source, i);
        current.append(source, i, end);
        i = end - 1;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        arguments.add(current.toString().strip());
        current.setLength(0);
        depth -= c == ')' ? 1 : 0;
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        current.append(c);
      }
    }
    return arguments;
  }

  private static int endOfLiteral(String source, int start) {
    int end = start + 1;
    while (source.charAt(end) != '"') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }
}
