package io.patternedapp.cli.controlplane.binaries;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of the sources, in the order in which the locator tries them. */
enum BinarySourceName {
  ASSETS,
  CACHE,
  DOWNLOAD,
  BUILD;

  static final String ENVIRONMENT_VARIABLE = "PATTERNEDAPP_CONTROLPLANE";

  /** Returns the sources listed in {@value #ENVIRONMENT_VARIABLE}; all if it is not set. */
  static Set<BinarySourceName> parseAllowed(Map<String, String> environment) {
    String list = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    if (list.isBlank()) {
      return EnumSet.allOf(BinarySourceName.class);
    }
    return Arrays.stream(list.split(",", -1))
        .map(BinarySourceName::parse)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(BinarySourceName.class)));
  }

  private static BinarySourceName parse(String text) {
    return Arrays.stream(values())
        .filter(name -> name.toString().equals(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new ControlPlaneMisconfiguredException(
                    "%s: unsupported source \"%s\". Set it to a comma-separated list of: %s"
                        .formatted(
                            ENVIRONMENT_VARIABLE,
                            text.strip(),
                            Arrays.stream(values())
                                .map(BinarySourceName::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
