package io.patternedapp.validate.format;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sizes of text in UTF-8, the encoding in which the API server measures size limits. */
public final class Utf8 {

  private Utf8() {}

  /** Returns the number of bytes of a text, 0 for null. */
  public static long length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
