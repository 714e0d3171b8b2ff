package io.patternedapp.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashSet;
import java.util.StringJoiner;

/** Explains why the fingerprints of a live and a desired object differ. */
public final class FingerprintDiff {

  private FingerprintDiff() {}

  /** Returns one line per different value. */
  public static String format(HasMetadata desired, HasMetadata live) {
    var lines = new StringJoiner("\n");
    compare("", ComparedFields.ofDesired(desired), ComparedFields.ofLive(live), lines);
    return lines.toString();
  }

  private static void compare(String path, JsonNode desired, JsonNode live, StringJoiner lines) {
    if (desired.equals(live)) {
      return;
    }
    if (desired.isObject() && live.isObject()) {
      var names = new LinkedHashSet<String>();
      desired.fieldNames().forEachRemaining(names::add);
      live.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(path + "." + name, desired.path(name), live.path(name), lines));
    } else if (desired.isArray() && live.isArray()) {
      for (int i = 0; i < Math.max(desired.size(), live.size()); i++) {
        compare(path + "[" + i + "]", desired.path(i), live.path(i), lines);
      }
    } else {
      lines.add("%s: desired %s, live %s".formatted(path, desired, live));
    }
  }
}
