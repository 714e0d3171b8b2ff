package io.patternedapp.bench;

import java.util.regex.Pattern;

/** Extracts single values from JSON without parsing it, to keep the measured overhead small. */
final class JsonFields {

  private static final Pattern UID = Pattern.compile("\"uid\":\"([^\"]+)\"");
  private static final Pattern RESOURCE_VERSION = Pattern.compile("\"resourceVersion\":\"(\\d+)\"");

  private JsonFields() {}

  static String uid(String json) {
    return firstMatch(UID, json);
  }

  static String resourceVersion(String json) {
    return firstMatch(RESOURCE_VERSION, json);
  }

  static String firstMatch(Pattern pattern, String json) {
    var matcher = pattern.matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException("no match for " + pattern + " in " + json);
    }
    return matcher.group(1);
  }
}
