package io.patternedapp.cli;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.diff.AppDiff;
import io.patternedapp.cli.diff.DiffFormatter;
import io.patternedapp.cli.input.AppInputMixin;
import io.patternedapp.cli.input.CheckedFile;
import io.patternedapp.cli.input.FilenameOptions;
import io.patternedapp.cli.input.ManifestChecker;
import io.patternedapp.cli.schema.CrdSchema;
import io.patternedapp.model.Labels;
import io.patternedapp.rollout.ObjectOwnership;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patternedapp diff}: shows what applying PatternedApps would change and disrupt. */
@Command(
    name = "diff",
    description = {
      "Show what applying PatternedApps would change and disrupt.",
      "Shows which containers restart, which Pods are replaced, and why. Compares "
          + "with the cluster of the current kubeconfig context (KUBECONFIG), or with files"
          + " (--from). Field values are not printed.",
      "Apps with errors are not compared, and the exit code is 1."
    })
final class DiffCommand implements Callable<Integer> {

  @Mixin private final AppInputMixin input = new AppInputMixin();

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "File or directory with the previous PatternedApp manifests, to compare with instead of"
              + " the cluster. Can be repeated.")
  private @Nullable List<Path> previousFiles;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "Namespace of PatternedApps without metadata.namespace. Default: the namespace of the"
              + " current kubeconfig context.")
  private @Nullable String namespace;

  @Option(
      names = "--exit-code",
      description = "Exit with code 1 if there are differences, like git diff --exit-code.")
  private boolean exitCode;

  @Override
  public Integer call() {
    var files = input.loadFiles();
    files.forEach(input::printDiagnostics);
    var apps = validApps(files);
    var result = AppInputMixin.exitCode(files);
    return previousFiles == null
        ? diffWithCluster(apps, result)
        : diffWithFiles(previousFiles, apps, result);
  }

  private int diffWithFiles(List<Path> paths, List<PatternedApp> apps, int result) {
    var names = paths.stream().map(Path::toString).toList();
    var previous =
        new ManifestChecker(CrdSchema.load()).loadFiles(FilenameOptions.of(names).readFiles());
    previous.forEach(input::printDiagnostics);
    if (AppInputMixin.exitCode(previous) != ExitCode.OK) {
      return AppInputMixin.exitCode(previous);
    }
    var byName =
        validApps(previous).stream()
            .collect(Collectors.toMap(AppDiff::namespacedName, Function.identity(), (a, b) -> b));
    return printDiffs(
        apps,
        app -> AppDiff.compare(byName.get(AppDiff.namespacedName(app)), List.of(), app),
        result);
  }

  private int diffWithCluster(List<PatternedApp> apps, int result) {
    var config = Config.autoConfigure(null);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var defaultNamespace = Objects.requireNonNullElse(namespace, defaultNamespace(config));
      return printDiffs(apps, app -> compareWithCluster(client, app, defaultNamespace), result);
    } catch (RuntimeException e) {
      var line = ClusterErrorMessages.oneLine(e, config.getMasterUrl()).orElseThrow(() -> e);
      spec.commandLine().getErr().println("Error: " + line);
      return ExitCode.SOFTWARE;
    }
  }

  private int printDiffs(
      List<PatternedApp> apps, Function<PatternedApp, AppDiff> compare, int result) {
    var out = spec.commandLine().getOut();
    var differs = false;
    for (var app : apps) {
      var diff = compare.apply(app);
      differs |= !diff.isEmpty();
      out.print(DiffFormatter.format(diff));
      out.flush();
    }
    return exitCode && differs ? ExitCode.SOFTWARE : result;
  }

  private static AppDiff compareWithCluster(
      KubernetesClient client, PatternedApp app, String defaultNamespace) {
    if (app.getMetadata().getNamespace() == null) {
      app.getMetadata().setNamespace(defaultNamespace);
    }
    var name = app.getMetadata().getName();
    var appNamespace = app.getMetadata().getNamespace();
    var before =
        client.resources(PatternedApp.class).inNamespace(appNamespace).withName(name).get();
    var pods = new ArrayList<Pod>();
    if (before != null) {
      client
          .pods()
          .inNamespace(appNamespace)
          .withLabels(Map.of(Labels.APP, name))
          .list()
          .getItems()
          .stream()
          .filter(pod -> ObjectOwnership.resolve(pod, before) == ObjectOwnership.OWNED)
          .forEach(pods::add);
    }
    return AppDiff.compare(before, pods, app);
  }

  private static String defaultNamespace(Config config) {
    return Objects.requireNonNullElse(config.getNamespace(), "default");
  }

  private static List<PatternedApp> validApps(List<CheckedFile> files) {
    return files.stream()
        .flatMap(file -> file.apps().stream())
        .filter(app -> !app.hasErrors())
        .map(app -> Objects.requireNonNull(app.app()))
        .toList();
  }
}
