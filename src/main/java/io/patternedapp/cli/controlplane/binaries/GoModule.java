package io.patternedapp.cli.controlplane.binaries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bundled Go module that builds kube-apiserver and etcd. */
public final class GoModule {

  private static final String RESOURCES = "/controlplane/";
  private static final String GO_MOD = "go.mod";
  private static final List<String> FILES = List.of(GO_MOD, "go.sum", "main.go");
  private static final Pattern KUBERNETES_VERSION =
      Pattern.compile("^\\s*k8s\\.io/kubernetes v(\\d+\\.\\d+\\.\\d+)$", Pattern.MULTILINE);
  private static final Pattern GO_VERSION =
      Pattern.compile("^go (\\d+\\.\\d+)(\\.\\d+)?$", Pattern.MULTILINE);

  private final String goMod = new String(read(GO_MOD), StandardCharsets.UTF_8);

  /** Returns the Kubernetes version that the module builds, such as {@code 1.34.4}. */
  public String kubernetesVersion() {
    return firstGroup(KUBERNETES_VERSION);
  }

  /** Returns the oldest Go version that can build the module, such as {@code 1.24}. */
  String goVersion() {
    return firstGroup(GO_VERSION);
  }

  /** Writes the files of the module into an existing directory. */
  void extractTo(Path directory) throws IOException {
    for (String file : FILES) {
      Files.write(directory.resolve(file), read(file));
    }
  }

  private String firstGroup(Pattern pattern) {
    Matcher matcher = pattern.matcher(goMod);
    if (!matcher.find()) {
      throw new IllegalStateException(RESOURCES + GO_MOD + " has no line that matches " + pattern);
    }
    return matcher.group(1);
  }

  private static byte[] read(String file) {
    try (@Nullable InputStream in = GoModule.class.getResourceAsStream(RESOURCES + file)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCES + file + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
