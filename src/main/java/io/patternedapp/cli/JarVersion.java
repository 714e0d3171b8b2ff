package io.patternedapp.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that this jar was built as. */
public final class JarVersion implements IVersionProvider {

  /** For picocli. */
  public JarVersion() {}

  @Override
  public String[] getVersion() throws IOException {
    try (var version = JarVersion.class.getResourceAsStream("version.txt")) {
      var text = Objects.requireNonNull(version, "version.txt").readAllBytes();
      return new String[] {"patternedapp " + new String(text, StandardCharsets.UTF_8).strip()};
    }
  }
}
