package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of the sources that a core/v1 Volume can have.
 *
 * @param field the name of its field
 * @param getter reads it
 */
record VolumeSource(String field, Function<Volume, @Nullable Object> getter) {

  private static final List<VolumeSource> ALL =
      List.of(
          new VolumeSource("awsElasticBlockStore", Volume::getAwsElasticBlockStore),
          new VolumeSource("azureDisk", Volume::getAzureDisk),
          new VolumeSource("azureFile", Volume::getAzureFile),
          new VolumeSource("cephfs", Volume::getCephfs),
          new VolumeSource("cinder", Volume::getCinder),
          new VolumeSource("configMap", Volume::getConfigMap),
          new VolumeSource("csi", Volume::getCsi),
          new VolumeSource("downwardAPI", Volume::getDownwardAPI),
          new VolumeSource("emptyDir", Volume::getEmptyDir),
          new VolumeSource("ephemeral", Volume::getEphemeral),
          new VolumeSource("fc", Volume::getFc),
          new VolumeSource("flexVolume", Volume::getFlexVolume),
          new VolumeSource("flocker", Volume::getFlocker),
          new VolumeSource("gcePersistentDisk", Volume::getGcePersistentDisk),
          new VolumeSource("gitRepo", Volume::getGitRepo),
          new VolumeSource("glusterfs", Volume::getGlusterfs),
          new VolumeSource("hostPath", Volume::getHostPath),
          new VolumeSource("image", Volume::getImage),
          new VolumeSource("iscsi", Volume::getIscsi),
          new VolumeSource("nfs", Volume::getNfs),
          new VolumeSource("persistentVolumeClaim", Volume::getPersistentVolumeClaim),
          new VolumeSource("photonPersistentDisk", Volume::getPhotonPersistentDisk),
          new VolumeSource("portworxVolume", Volume::getPortworxVolume),
          new VolumeSource("projected", Volume::getProjected),
          new VolumeSource("quobyte", Volume::getQuobyte),
          new VolumeSource("rbd", Volume::getRbd),
          new VolumeSource("scaleIO", Volume::getScaleIO),
          new VolumeSource("secret", Volume::getSecret),
          new VolumeSource("storageos", Volume::getStorageos),
          new VolumeSource("vsphereVolume", Volume::getVsphereVolume));

  /** The fields of the sources that a volume has. */
  static List<String> of(Volume volume) {
    return ofSources(volume).stream().map(VolumeSource::field).toList();
  }

  /** The sources that a volume has. */
  static List<VolumeSource> ofSources(Volume volume) {
    return ALL.stream().filter(source -> Objects.nonNull(source.getter().apply(volume))).toList();
  }
}
