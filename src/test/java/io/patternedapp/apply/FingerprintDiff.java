package io.patternedapp.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.StringJoiner;

/** Shows a person why the fingerprint of what is kept is not that of what was wanted. */
public final class FingerprintDiff {

  private FingerprintDiff() {}

  /** A line for each value that differs. */
  public static String of(HasMetadata wanted, HasMetadata kept) {
    var lines = new StringJoiner("\n");
    compare("", Fingerprint.comparedOf(wanted), Fingerprint.ownedOf(kept), lines);
    return lines.toString();
  }

  private static void compare(String path, JsonNode wanted, JsonNode kept, StringJoiner lines) {
    if (wanted.equals(kept)) {
      return;
    }
    if (wanted.isObject() && kept.isObject()) {
      var names = new LinkedHashSet<String>();
      wanted.fieldNames().forEachRemaining(names::add);
      kept.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(path + "." + name, wanted.path(name), kept.path(name), lines));
    } else if (wanted.isArray() && kept.isArray()) {
      for (int i = 0; i < Math.max(wanted.size(), kept.size()); i++) {
        compare(path + "[" + i + "]", wanted.path(i), kept.path(i), lines);
      }
    } else {
      lines.add("%s: wanted %s, kept %s".formatted(path, wanted, kept));
    }
  }
}
