package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLocatorTest {

  @TempDir Path temp;

  private final RecordedProgress progress = new RecordedProgress();
  private final Map<String, String> environment = new HashMap<>();
  private Path cached;

  /** Never the network nor the Go toolchain, unless a test allows them. */
  @BeforeEach
  void onlyThisDirectory() {
    environment.put("XDG_CACHE_HOME", temp.resolve("caches").toString());
    environment.put("PATTERNEDAPP_CONTROLPLANE", "assets,cache");
    cached = BinaryCache.ofUser(environment, new GoModule().kubernetesVersion()).directory();
  }

  @Test
  void theAssetsGoBeforeTheCache() throws IOException {
    ControlPlaneBinaries assets = Programs.both(temp.resolve("assets"));
    Programs.both(cached);
    environment.put("KUBEBUILDER_ASSETS", temp.resolve("assets").toString());

    assertThat(locate()).isEqualTo(assets);
  }

  @Test
  void theCacheServesWhereNoAssetsAreNamed() throws IOException {
    ControlPlaneBinaries inCache = Programs.both(cached);

    assertThat(locate()).isEqualTo(inCache);
    assertThat(inCache.etcd())
        .startsWith(temp.resolve("caches").resolve("patternedapp").resolve("controlplane"));
  }

  @Test
  void brokenAssetsAreAnErrorThoughTheCacheWouldServe() throws IOException {
    Programs.both(cached);
    Path assets = temp.resolve("assets");
    Programs.script(assets.resolve("etcd"), "exit 0");
    environment.put("KUBEBUILDER_ASSETS", assets.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessageContaining("KUBEBUILDER_ASSETS is " + assets)
        .hasMessageContaining("no executable file " + assets.resolve("kube-apiserver"))
        .hasMessageContaining("unset it")
        .hasMessageNotContaining(assets.resolve("etcd").toString());
  }

  @Test
  void aFileThatCannotBeExecutedIsNoProgram() throws IOException {
    Path assets = temp.resolve("assets");
    Programs.script(assets.resolve("kube-apiserver"), "exit 0");
    Files.writeString(assets.resolve("etcd"), "data");
    environment.put("KUBEBUILDER_ASSETS", assets.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessageContaining(assets.resolve("etcd").toString());
  }

  @Test
  void theVariableHidesSourcesThatItDoesNotName() throws IOException {
    ControlPlaneBinaries inCache = Programs.both(cached);
    Programs.both(temp.resolve("assets"));
    environment.put("KUBEBUILDER_ASSETS", temp.resolve("assets").toString());
    environment.put("PATTERNEDAPP_CONTROLPLANE", "cache");

    assertThat(locate()).isEqualTo(inCache);
  }

  @Test
  void theVariableRefusesUnknownSources() {
    environment.put("PATTERNEDAPP_CONTROLPLANE", "cache, disk");

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessage(
            "PATTERNEDAPP_CONTROLPLANE holds \"disk\"; it is a comma-separated list of some of:"
                + " assets, cache, download, build");
  }

  @Test
  void aBuildWithoutGoSaysSo() {
    environment.put("PATTERNEDAPP_CONTROLPLANE", "build");
    environment.put("PATH", temp.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessageContaining("build: there is no go on the PATH")
        .hasMessageContaining("install Go 1.");
  }

  @Test
  void theFailureNamesWhatTheVariableLeftOut() {
    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessageContaining("- assets: KUBEBUILDER_ASSETS is not set")
        .hasMessageContaining("- cache: nothing in " + cached)
        .hasMessageContaining("- download: left out by PATTERNEDAPP_CONTROLPLANE")
        .hasMessageContaining("- build: left out by PATTERNEDAPP_CONTROLPLANE")
        .hasMessageContaining("- unset PATTERNEDAPP_CONTROLPLANE");
  }

  @Test
  void theFailureListsEachSourceInOrderAndHowToMendIt() {
    BinaryLocator locator = locatorOf(failing("a"), failing("c"), failing("d"), failing("b"));

    assertThatThrownBy(locator::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessage(
            """
            There is no kube-apiserver and etcd to run. Tried:
            - assets: no a
            - cache: no c
            - download: no d
            - build: no b
            One of these mends it:
            - mend a
            - mend c
            - mend d
            - mend b\
            """);
  }

  @Test
  void aSourceThatFailsIsReportedBeforeTheNextIsTried() {
    List<String> seen = new ArrayList<>();
    ControlPlaneBinaries built = ControlPlaneBinaries.in(temp);
    BinaryLocator locator =
        locatorOf(
            failing("a"),
            failing("c"),
            failing("d"),
            () -> {
              seen.addAll(progress.lines());
              return built;
            });

    assertThat(locator.locate()).isEqualTo(built);
    assertThat(seen).containsExactly("assets: no a", "cache: no c", "download: no d");
  }

  @Test
  void nothingIsTriedAfterASourceThatWorks() {
    ControlPlaneBinaries downloaded = ControlPlaneBinaries.in(temp);
    BinaryLocator locator =
        locatorOf(
            failing("a"),
            failing("c"),
            () -> downloaded,
            () -> {
              throw new AssertionError("built");
            });

    assertThat(locator.locate()).isEqualTo(downloaded);
  }

  private ControlPlaneBinaries locate() {
    return BinaryLocator.create(environment, progress).locate();
  }

  private static BinarySource failing(String name) {
    return () -> {
      throw new SourceUnavailableException("no " + name, "mend " + name);
    };
  }

  private BinaryLocator locatorOf(
      BinarySource assets, BinarySource cache, BinarySource download, BinarySource build) {
    Map<SourceName, BinarySource> sources = new EnumMap<>(SourceName.class);
    sources.put(SourceName.BUILD, build);
    sources.put(SourceName.DOWNLOAD, download);
    sources.put(SourceName.CACHE, cache);
    sources.put(SourceName.ASSETS, assets);
    return new BinaryLocator(sources, progress);
  }
}
