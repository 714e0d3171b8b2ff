package io.patternedapp.cli.controlplane.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternedapp.cli.process.RecordingProgressListener;
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

  private final RecordingProgressListener progress = new RecordingProgressListener();
  private final Map<String, String> environment = new HashMap<>();
  private Path cached;

  /** Excludes the network and the Go toolchain unless a test allows them. */
  @BeforeEach
  void isolateEnvironment() {
    environment.put("XDG_CACHE_HOME", temp.resolve("caches").toString());
    environment.put("PATTERNEDAPP_CONTROLPLANE", "assets,cache");
    cached =
        BinaryCache.inUserCacheDirectory(environment, new GoModule().kubernetesVersion())
            .directory();
  }

  @Test
  void kubebuilderAssetsTakePrecedenceOverTheCache() throws IOException {
    ControlPlaneBinaries assets = FakeBinaries.createBoth(temp.resolve("assets"));
    FakeBinaries.createBoth(cached);
    environment.put("KUBEBUILDER_ASSETS", temp.resolve("assets").toString());

    assertThat(locate()).isEqualTo(assets);
  }

  @Test
  void binaryCacheIsUsedWhenKubebuilderAssetsIsNotSet() throws IOException {
    ControlPlaneBinaries inCache = FakeBinaries.createBoth(cached);

    assertThat(locate()).isEqualTo(inCache);
    assertThat(inCache.etcd())
        .startsWith(temp.resolve("caches").resolve("patternedapp").resolve("controlplane"));
  }

  @Test
  void incompleteKubebuilderAssetsAreAnErrorDespiteAFilledCache() throws IOException {
    FakeBinaries.createBoth(cached);
    Path assets = temp.resolve("assets");
    FakeBinaries.createScript(assets.resolve("etcd"), "exit 0");
    environment.put("KUBEBUILDER_ASSETS", assets.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessageContaining("KUBEBUILDER_ASSETS is " + assets)
        .hasMessageContaining("no executable file " + assets.resolve("kube-apiserver"))
        .hasMessageContaining("unset it")
        .hasMessageNotContaining(assets.resolve("etcd").toString());
  }

  @Test
  void nonExecutableKubebuilderAssetIsRejected() throws IOException {
    Path assets = temp.resolve("assets");
    FakeBinaries.createScript(assets.resolve("kube-apiserver"), "exit 0");
    Files.writeString(assets.resolve("etcd"), "data");
    environment.put("KUBEBUILDER_ASSETS", assets.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessageContaining(assets.resolve("etcd").toString());
  }

  @Test
  void controlPlaneVariableDisablesSourcesThatAreNotListed() throws IOException {
    ControlPlaneBinaries inCache = FakeBinaries.createBoth(cached);
    FakeBinaries.createBoth(temp.resolve("assets"));
    environment.put("KUBEBUILDER_ASSETS", temp.resolve("assets").toString());
    environment.put("PATTERNEDAPP_CONTROLPLANE", "cache");

    assertThat(locate()).isEqualTo(inCache);
  }

  @Test
  void controlPlaneVariableWithUnknownSourceIsRejected() {
    environment.put("PATTERNEDAPP_CONTROLPLANE", "cache, disk");

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneMisconfiguredException.class)
        .hasMessage(
            "PATTERNEDAPP_CONTROLPLANE: unsupported source \"disk\"."
                + " Set it to a comma-separated list of: assets, cache, download, build");
  }

  @Test
  void buildSourceWithoutGoToolchainReportsTheMissingGo() {
    environment.put("PATTERNEDAPP_CONTROLPLANE", "build");
    environment.put("PATH", temp.toString());

    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessageContaining("build: the go command is not on the PATH")
        .hasMessageContaining("install Go 1.");
  }

  @Test
  void binaryLocatorFailureListsSourcesDisabledByTheVariable() {
    assertThatThrownBy(this::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessageContaining("- assets: KUBEBUILDER_ASSETS is not set")
        .hasMessageContaining("- cache: no kube-apiserver and etcd in " + cached)
        .hasMessageContaining("- download: excluded by PATTERNEDAPP_CONTROLPLANE")
        .hasMessageContaining("- build: excluded by PATTERNEDAPP_CONTROLPLANE")
        .hasMessageContaining("- unset PATTERNEDAPP_CONTROLPLANE");
  }

  @Test
  void binaryLocatorFailureListsEachSourceInOrderWithItsRemedy() {
    BinaryLocator locator =
        createLocator(
            failingSource("a"), failingSource("c"), failingSource("d"), failingSource("b"));

    assertThatThrownBy(locator::locate)
        .isInstanceOf(ControlPlaneUnavailableException.class)
        .hasMessage(
            """
            kube-apiserver and etcd were not found. Sources:
            - assets: no a
            - cache: no c
            - download: no d
            - build: no b
            To fix this, do one of these:
            - provide a
            - provide c
            - provide d
            - provide b\
            """);
  }

  @Test
  void failedBinarySourceIsReportedBeforeTheNextIsTried() {
    List<String> reported = new ArrayList<>();
    ControlPlaneBinaries built = ControlPlaneBinaries.inDirectory(temp);
    BinaryLocator locator =
        createLocator(
            failingSource("a"),
            failingSource("c"),
            failingSource("d"),
            () -> {
              reported.addAll(progress.lines());
              return built;
            });

    assertThat(locator.locate()).isEqualTo(built);
    assertThat(reported).containsExactly("assets: no a", "cache: no c", "download: no d");
  }

  @Test
  void binaryLocatorStopsAtTheFirstSourceThatSucceeds() {
    ControlPlaneBinaries downloaded = ControlPlaneBinaries.inDirectory(temp);
    BinaryLocator locator =
        createLocator(
            failingSource("a"),
            failingSource("c"),
            () -> downloaded,
            () -> {
              throw new AssertionError("built");
            });

    assertThat(locator.locate()).isEqualTo(downloaded);
  }

  private ControlPlaneBinaries locate() {
    return BinaryLocator.create(environment, progress).locate();
  }

  private static BinarySource failingSource(String name) {
    return () -> {
      throw new SourceUnavailableException("no " + name, "provide " + name);
    };
  }

  private BinaryLocator createLocator(
      BinarySource assets, BinarySource cache, BinarySource download, BinarySource build) {
    Map<BinarySourceName, BinarySource> sources = new EnumMap<>(BinarySourceName.class);
    sources.put(BinarySourceName.BUILD, build);
    sources.put(BinarySourceName.DOWNLOAD, download);
    sources.put(BinarySourceName.CACHE, cache);
    sources.put(BinarySourceName.ASSETS, assets);
    return new BinaryLocator(sources, progress);
  }
}
