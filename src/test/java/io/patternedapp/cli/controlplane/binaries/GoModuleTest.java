package io.patternedapp.cli.controlplane.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoModuleTest {

  @TempDir Path temp;

  private final GoModule module = new GoModule();

  @Test
  void goModuleUnpacksSourcesAndModuleFiles() throws Exception {
    module.extractTo(temp);

    assertThat(temp).isDirectoryContaining("glob:**/go.sum");
    assertThat(temp.resolve("main.go")).content().contains("package main");
    assertThat(temp.resolve("go.mod"))
        .content()
        .contains("k8s.io/kubernetes v" + module.kubernetesVersion())
        .contains("go " + module.goVersion());
  }

  @Test
  void goModulePinsAllKubernetesModulesToOneVersion() throws Exception {
    module.extractTo(temp);
    String version = module.kubernetesVersion();
    String published = "v0" + version.substring(version.indexOf('.'));

    List<String> replacements =
        Files.readAllLines(temp.resolve("go.mod")).stream()
            .filter(line -> line.contains("=>"))
            .toList();

    assertThat(replacements).isNotEmpty().allMatch(line -> line.endsWith(" " + published));
  }
}
