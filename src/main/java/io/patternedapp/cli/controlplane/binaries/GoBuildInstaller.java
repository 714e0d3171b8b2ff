package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.FileTrees;
import io.patternedapp.cli.process.LogTail;
import io.patternedapp.cli.process.PollingWait;
import io.patternedapp.cli.process.ProgressListener;
import io.patternedapp.cli.process.ShutdownHook;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the executables from {@link GoModule} with the Go toolchain on the PATH. */
final class GoBuildInstaller implements BinaryCache.BinaryInstaller {

  private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(30);
  private static final String VERSION_PACKAGE = "k8s.io/component-base/version";

  private final GoModule module;
  private final Map<String, String> environment;
  private final ProgressListener progress;

  GoBuildInstaller(GoModule module, Map<String, String> environment, ProgressListener progress) {
    this.module = module;
    this.environment = environment;
    this.progress = progress;
  }

  @Override
  public Path install(Path staging)
      throws IOException, InterruptedException, SourceUnavailableException {
    Path go = findGo();
    Path source = Files.createDirectory(staging.resolve("source"));
    Path output = Files.createDirectory(staging.resolve("output"));
    module.extractTo(source);
    build(go, source, output.resolve(ControlPlaneBinaries.KUBE_API_SERVER), staging);
    Files.createSymbolicLink(
        output.resolve(ControlPlaneBinaries.ETCD), Path.of(ControlPlaneBinaries.KUBE_API_SERVER));
    return output;
  }

  private Path findGo() throws SourceUnavailableException {
    Optional<Path> go =
        Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
            .filter(entry -> !entry.isBlank())
            .map(entry -> Path.of(entry, "go"))
            .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
            .findFirst();
    return go.orElseThrow(
        () ->
            new SourceUnavailableException(
                "the go command is not on the PATH",
                "install Go " + module.goVersion() + " or later"));
  }

  @SuppressWarnings("try") // the hook is held, not used
  private void build(Path go, Path source, Path program, Path staging)
      throws IOException, InterruptedException, SourceUnavailableException {
    String activity =
        "Building kube-apiserver and etcd %s with Go (once; about 5 minutes on 2 cores)"
            .formatted(module.kubernetesVersion());
    Path log = staging.resolve("build.log");
    progress.onProgress(activity);
    Process process = start(go, source, program, log);
    try (ShutdownHook hook =
        ShutdownHook.register(
            "controlplane-build-stop", () -> killAndDeleteStaging(process, staging))) {
      if (!new PollingWait(activity, BUILD_TIMEOUT, progress).until(process::waitFor)) {
        throw new SourceUnavailableException(
            "go build did not finish within " + BUILD_TIMEOUT.toMinutes() + " minutes",
            "run the command again: the Go build cache keeps the packages compiled so far");
      }
    } finally {
      kill(process);
    }
    if (process.exitValue() != 0) {
      throw new SourceUnavailableException(
          "go build failed:\n" + LogTail.read(log).indent(4).stripTrailing(),
          ("fix the errors that go build reports; it needs Go %s or later, and a Go module proxy or"
                  + " the modules in the Go module cache")
              .formatted(module.goVersion()));
    }
  }

  private Process start(Path go, Path source, Path program, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            go.toString(),
            "build",
            "-mod=readonly",
            "-buildvcs=false",
            "-trimpath",
            "-ldflags=" + linkerFlags(),
            "-o",
            program.toString(),
            ".");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    return builder
        .directory(source.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private String linkerFlags() {
    String version = module.kubernetesVersion();
    String[] parts = version.split("\\.");
    return String.join(
        " ",
        List.of(
            "-s -w",
            "-X " + VERSION_PACKAGE + ".gitVersion=v" + version,
            "-X " + VERSION_PACKAGE + ".gitMajor=" + parts[0],
            "-X " + VERSION_PACKAGE + ".gitMinor=" + parts[1],
            "-X " + VERSION_PACKAGE + ".gitTreeState=clean"));
  }

  private static void killAndDeleteStaging(Process process, Path staging) {
    kill(process);
    try {
      FileTrees.deleteRecursively(staging);
    } catch (IOException e) {
      // The next installation into the cache deletes stale staging directories.
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
