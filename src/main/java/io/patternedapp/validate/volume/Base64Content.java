package io.patternedapp.validate.volume;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 content of binary files. Line breaks are valid, as in Go's decoder. */
final class Base64Content {

  private Base64Content() {}

  static boolean isValid(@Nullable String content) {
    var text = withoutLineBreaks(content);
    try {
      return text.length() % 4 == 0 && Base64.getDecoder().decode(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the number of bytes of valid content after decoding. */
  static long decodedLength(@Nullable String content) {
    return withoutLineBreaks(content).replace("=", "").length() * 3L / 4;
  }

  private static String withoutLineBreaks(@Nullable String content) {
    return content == null ? "" : content.replaceAll("[\r\n]", "");
  }
}
