package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.container.FileMount;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.model.ContentHash;
import io.patternedapp.model.FileKey;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMaps and volumes for the files of an app.
 *
 * @param restart immutable ConfigMap of the files with {@code onChange: Restart}, with a hash of
 *     the content in its name, so that a change restarts the Pods; null if there are none
 * @param live mutable ConfigMap of the files with {@code onChange: Live}; null if there are none
 * @param volumes volume for each mounted directory
 */
public record FileConfigMaps(
    @Nullable ConfigMap restart, @Nullable ConfigMap live, List<Volume> volumes) {

  private static final int MAX_VOLUME_NAME_LENGTH = 63;

  public static FileConfigMaps generate(PatternedApp app) {
    var name = app.getMetadata().getName();
    var mounts = mountedFiles(app).toList();
    var live = configMap(app, name, mounts.stream().filter(m -> m.files().isLive()).toList());
    var restart = configMap(app, name, mounts.stream().filter(m -> !m.files().isLive()).toList());
    restart.ifPresent(
        map -> {
          map.setImmutable(true);
          map.getMetadata()
              .setName(
                  name + "-" + ContentHash.compute(List.of(map.getData(), map.getBinaryData())));
        });
    var volumes = new ArrayList<Volume>();
    for (var mount : mounts) {
      var map = (mount.files().isLive() ? live : restart).orElseThrow();
      volumes.add(mount.volume(map.getMetadata().getName()));
    }
    return new FileConfigMaps(restart.orElse(null), live.orElse(null), List.copyOf(volumes));
  }

  /** Generates the volume mounts for the files of a container. */
  static List<VolumeMount> volumeMounts(RoleContainer container) {
    return mountedFiles(container)
        .map(
            mount ->
                new VolumeMountBuilder()
                    .withName(mount.volumeName())
                    .withMountPath(mount.files().mountPath())
                    .withReadOnly(true)
                    .build())
        .toList();
  }

  private static Optional<ConfigMap> configMap(
      PatternedApp app, String name, List<MountedFiles> mounts) {
    if (mounts.isEmpty()) {
      return Optional.empty();
    }
    var data = new TreeMap<String, String>();
    var binary = new TreeMap<String, String>();
    for (var mount : mounts) {
      mount.files().data().forEach((file, text) -> data.put(mount.key(file), text));
      mount.files().binaryData().forEach((file, bytes) -> binary.put(mount.key(file), bytes));
    }
    return Optional.of(
        new ConfigMapBuilder()
            .withMetadata(ChildMetadataBuilder.build(app, name))
            .withData(data)
            .withBinaryData(binary)
            .build());
  }

  private static Stream<MountedFiles> mountedFiles(PatternedApp app) {
    return Roles.list(app.getSpec()).stream().flatMap(FileConfigMaps::mountedFiles);
  }

  private static Stream<MountedFiles> mountedFiles(RoleContainer container) {
    var files = container.container().getFiles();
    return IntStream.range(0, files.size())
        .mapToObj(i -> new MountedFiles(String.valueOf(container.name()), i, files.get(i)));
  }

  /** An item of {@code files} of a container. */
  private record MountedFiles(String container, int index, FileMount files) {

    private String key(String file) {
      return new FileKey(container, index, file).toString();
    }

    private String volumeName() {
      var name = AppVolume.FILES_PREFIX + container + "-" + index;
      return name.length() <= MAX_VOLUME_NAME_LENGTH
          ? name
          : AppVolume.FILES_PREFIX + ContentHash.compute(name);
    }

    private Volume volume(String configMap) {
      var names = Stream.of(files.data(), files.binaryData()).flatMap(m -> m.keySet().stream());
      return new VolumeBuilder()
          .withName(volumeName())
          .withNewConfigMap()
          .withName(configMap)
          .withDefaultMode(files.defaultMode())
          .withItems(names.sorted().map(file -> new KeyToPath(key(file), null, file)).toList())
          .endConfigMap()
          .build();
    }
  }
}
