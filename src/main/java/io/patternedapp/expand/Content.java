package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.patternedapp.api.FileMount;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an app: an immutable ConfigMap named after its content for those that restart, a
 * mutable one for those that are live, and a volume per mounted directory.
 *
 * @param restart the ConfigMap of the files whose change rolls the Pods; null when there is none
 * @param live the ConfigMap of the files whose change reaches running containers; null when there
 *     is none
 * @param volumes a volume for each mounted directory
 */
record Content(@Nullable ConfigMap restart, @Nullable ConfigMap live, List<Volume> volumes) {

  private static final String VOLUME_PREFIX = "files-";
  private static final int MAX_VOLUME_NAME = 63;

  static Content of(PatternedApp app) {
    var name = app.getMetadata().getName();
    var mounts = mounts(app).toList();
    var live = configMap(app, name, mounts.stream().filter(m -> m.files().isLive()).toList());
    var restart = configMap(app, name, mounts.stream().filter(m -> !m.files().isLive()).toList());
    restart.ifPresent(
        map -> {
          map.setImmutable(true);
          map.getMetadata()
              .setName(name + "-" + Hash.of(List.of(map.getData(), map.getBinaryData())));
        });
    var volumes = new ArrayList<Volume>();
    for (var mount : mounts) {
      var map = (mount.files().isLive() ? live : restart).orElseThrow();
      volumes.add(mount.volume(map.getMetadata().getName()));
    }
    return new Content(restart.orElse(null), live.orElse(null), List.copyOf(volumes));
  }

  /** Where the files of one container are mounted. */
  static List<VolumeMount> mountsOf(RoleContainer container) {
    return mounts(container)
        .map(
            mount ->
                new VolumeMountBuilder()
                    .withName(mount.volumeName())
                    .withMountPath(mount.files().mountPath())
                    .withReadOnly(true)
                    .build())
        .toList();
  }

  private static Optional<ConfigMap> configMap(PatternedApp app, String name, List<Mount> mounts) {
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
            .withMetadata(ChildMeta.of(app, name))
            .withData(data)
            .withBinaryData(binary)
            .build());
  }

  private static Stream<Mount> mounts(PatternedApp app) {
    return Roles.of(app.getSpec()).stream().flatMap(Content::mounts);
  }

  private static Stream<Mount> mounts(RoleContainer container) {
    var files = container.container().getFiles();
    return IntStream.range(0, files.size())
        .mapToObj(i -> new Mount(String.valueOf(container.name()), i, files.get(i)));
  }

  /** One directory of files in one container. */
  private record Mount(String container, int index, FileMount files) {

    /** A container name holds no dot, so no two files share a key. */
    private String key(String file) {
      return container + "." + index + "." + file;
    }

    private String volumeName() {
      var name = VOLUME_PREFIX + container + "-" + index;
      return name.length() <= MAX_VOLUME_NAME ? name : VOLUME_PREFIX + Hash.of(name);
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
