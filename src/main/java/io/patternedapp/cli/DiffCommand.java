package io.patternedapp.cli;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.diff.AppDiff;
import io.patternedapp.cli.diff.DiffText;
import io.patternedapp.expand.Names;
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

/** {@code patternedapp diff}: what applying apps would change, and what that costs. */
@Command(
    name = "diff",
    description = {
      "Shows what applying PatternedApps would change and what that costs: which containers"
          + " restart, which Pods are replaced, and why. Compares with the cluster of the kubeconfig"
          + " (KUBECONFIG), or with files.",
      "Values are not shown. An app with errors is not compared; then the exit code is 1."
    })
final class DiffCommand implements Callable<Integer> {

  @Mixin private final Input input = new Input();

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Compare with the apps in this file or directory, without a cluster; may be given several"
              + " times.")
  private @Nullable List<Path> from;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "Where apps are that do not say it. Default: the namespace of the kubeconfig's context.")
  private @Nullable String namespace;

  @Option(
      names = "--exit-code",
      description = "End with exit code 1 when there are differences, as git diff does.")
  private boolean exitCode;

  @Override
  public Integer call() {
    var files = input.load();
    files.forEach(input::tell);
    var apps = apps(files);
    var result = Input.exitCode(files);
    return from == null ? withCluster(apps, result) : withFiles(from, apps, result);
  }

  private int withFiles(List<Path> paths, List<PatternedApp> apps, int result) {
    var names = paths.stream().map(Path::toString).toList();
    var former = new Loader(Schema.load()).load(Sources.of(names).read());
    former.forEach(input::tell);
    if (Input.exitCode(former) != ExitCode.OK) {
      return Input.exitCode(former);
    }
    var byName =
        apps(former).stream()
            .collect(Collectors.toMap(DiffCommand::key, Function.identity(), (a, b) -> b));
    return show(apps, app -> AppDiff.of(byName.get(key(app)), List.of(), app), result);
  }

  private int withCluster(List<PatternedApp> apps, int result) {
    var config = Config.autoConfigure(null);
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      var fallback = Objects.requireNonNullElse(namespace, namespaceOf(config));
      return show(apps, app -> compare(client, app, fallback), result);
    } catch (RuntimeException e) {
      var line = ClusterErrors.line(e, config.getMasterUrl()).orElseThrow(() -> e);
      spec.commandLine().getErr().println("Error: " + line);
      return ExitCode.SOFTWARE;
    }
  }

  private int show(List<PatternedApp> apps, Function<PatternedApp, AppDiff> compare, int result) {
    var out = spec.commandLine().getOut();
    var differs = false;
    for (var app : apps) {
      var diff = compare.apply(app);
      differs |= !diff.isEmpty();
      out.print(DiffText.of(diff));
      out.flush();
    }
    return exitCode && differs ? ExitCode.SOFTWARE : result;
  }

  private static AppDiff compare(KubernetesClient client, PatternedApp app, String fallback) {
    if (app.getMetadata().getNamespace() == null) {
      app.getMetadata().setNamespace(fallback);
    }
    var name = app.getMetadata().getName();
    var there = app.getMetadata().getNamespace();
    var before = client.resources(PatternedApp.class).inNamespace(there).withName(name).get();
    var pods = new ArrayList<Pod>();
    if (before != null) {
      client
          .pods()
          .inNamespace(there)
          .withLabels(Map.of(Names.APP_LABEL, name))
          .list()
          .getItems()
          .stream()
          .filter(pod -> isControlledBy(pod, before))
          .forEach(pods::add);
    }
    return AppDiff.of(before, pods, app);
  }

  private static boolean isControlledBy(Pod pod, PatternedApp app) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .anyMatch(app.getMetadata().getUid()::equals);
  }

  private static String namespaceOf(Config config) {
    return Objects.requireNonNullElse(config.getNamespace(), "default");
  }

  private static List<PatternedApp> apps(List<LoadedFile> files) {
    return files.stream()
        .flatMap(file -> file.apps().stream())
        .filter(app -> !app.hasErrors())
        .map(app -> Objects.requireNonNull(app.app()))
        .toList();
  }

  private static String key(PatternedApp app) {
    return app.getMetadata().getNamespace() + "/" + app.getMetadata().getName();
  }
}
