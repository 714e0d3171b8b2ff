package io.patternedapp.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds.
 *
 * @param name what it is called in messages
 * @param apps the apps in it, in their order
 * @param others kinds and names of the documents that are no PatternedApps
 * @param error why it cannot be taken apart; null when it can
 */
record LoadedFile(String name, List<LoadedApp> apps, List<String> others, @Nullable String error) {

  boolean hasErrors() {
    return error != null || apps.stream().anyMatch(LoadedApp::hasErrors);
  }

  boolean hasProblems() {
    return error != null || apps.stream().anyMatch(app -> !app.problems().isEmpty());
  }
}
