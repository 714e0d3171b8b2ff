package io.patternedapp.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.GoldenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ApiReferenceTest {

  private static final Path FILE = Path.of("docs", "reference", "api.md");
  private static final Pattern LINK = Pattern.compile("\\(#([^)]*)\\)");

  private final JsonNode crd = Serialization.unmarshal(CrdFile.generate(), JsonNode.class);
  private final String text = ApiReference.generate(crd);

  @Test
  void committedApiReferenceMatchesTheCrd() {
    GoldenFile.assertMatches(FILE, text);
  }

  @Test
  void everyOwnFieldHasARowInTheApiReference() {
    var missing = new TreeSet<String>();
    for (var root : new String[] {"spec", "status"}) {
      collectMissing(
          crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/" + root), root, missing);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void apiReferenceLinksResolveToSections() {
    var anchors =
        text.lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3).toLowerCase(java.util.Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z0-9]", ""))
            .toList();
    assertThat(anchors).doesNotHaveDuplicates();
    assertThat(LINK.matcher(text).results().map(link -> link.group(1))).isSubsetOf(anchors);
  }

  @Test
  void readmeLinksToTheApiReference() throws Exception {
    assertThat(Files.readString(Path.of("README.md"))).contains("(" + FILE + ")");
  }

  private void collectMissing(JsonNode schema, String path, TreeSet<String> missing) {
    var below = schema.has("items") ? schema.get("items") : schema;
    for (var field : below.path("properties").properties()) {
      var fieldPath = path + "." + field.getKey();
      if (!ProjectFields.isOwnField(fieldPath)) {
        continue;
      }
      var row =
          Pattern.compile("(?m)^\\| (\\*\\*)?`" + field.getKey() + "`(\\*\\*)? \\| [^|]+ \\|");
      if (!row.matcher(text).find()) {
        missing.add(fieldPath);
      }
      collectMissing(field.getValue(), fieldPath, missing);
    }
  }
}
