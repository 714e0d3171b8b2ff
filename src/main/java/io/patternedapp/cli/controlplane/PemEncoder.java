package io.patternedapp.cli.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text form of keys. */
final class PemEncoder {

  private static final int LINE_LENGTH = 64;

  private PemEncoder() {}

  static String encode(String label, byte[] content) {
    Base64.Encoder encoder =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, encoder.encodeToString(content));
  }
}
