package io.patternedapp.validate.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;

/**
 * Warns about an app that client-side {@code kubectl apply} cannot store in its last-applied
 * annotation.
 */
public final class AppSizeCheck implements SpecCheck {

  static final int MAX_BYTES = 256 * 1024;
  private static final ObjectWriter JSON_WRITER = new ObjectMapper().writer();

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    int bytes = jsonSize(spec);
    problems.warningIf(
        bytes > MAX_BYTES,
        "spec",
        "AppTooLarge",
        "the app has %d bytes, and client-side kubectl apply stores at most %d: use kubectl"
            + " apply --server-side, or move large files to an image or a volume",
        bytes,
        MAX_BYTES);
  }

  private static int jsonSize(PatternedAppSpec spec) {
    try {
      return JSON_WRITER.writeValueAsBytes(spec).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a spec that was read as JSON can be written as JSON", e);
    }
  }
}
