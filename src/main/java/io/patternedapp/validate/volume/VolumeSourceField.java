package io.patternedapp.validate.volume;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A volume source of a core/v1 Volume.
 *
 * @param field the name of the field in the Volume
 * @param getter reads the field
 */
record VolumeSourceField(String field, Function<Volume, @Nullable Object> getter) {

  private static final List<VolumeSourceField> ALL =
      List.of(
          new VolumeSourceField("awsElasticBlockStore", Volume::getAwsElasticBlockStore),
          new VolumeSourceField("azureDisk", Volume::getAzureDisk),
          new VolumeSourceField("azureFile", Volume::getAzureFile),
          new VolumeSourceField("cephfs", Volume::getCephfs),
          new VolumeSourceField("cinder", Volume::getCinder),
          new VolumeSourceField("configMap", Volume::getConfigMap),
          new VolumeSourceField("csi", Volume::getCsi),
          new VolumeSourceField("downwardAPI", Volume::getDownwardAPI),
          new VolumeSourceField("emptyDir", Volume::getEmptyDir),
          new VolumeSourceField("ephemeral", Volume::getEphemeral),
          new VolumeSourceField("fc", Volume::getFc),
          new VolumeSourceField("flexVolume", Volume::getFlexVolume),
          new VolumeSourceField("flocker", Volume::getFlocker),
          new VolumeSourceField("gcePersistentDisk", Volume::getGcePersistentDisk),
          new VolumeSourceField("gitRepo", Volume::getGitRepo),
          new VolumeSourceField("glusterfs", Volume::getGlusterfs),
          new VolumeSourceField("hostPath", Volume::getHostPath),
          new VolumeSourceField("image", Volume::getImage),
          new VolumeSourceField("iscsi", Volume::getIscsi),
          new VolumeSourceField("nfs", Volume::getNfs),
          new VolumeSourceField("persistentVolumeClaim", Volume::getPersistentVolumeClaim),
          new VolumeSourceField("photonPersistentDisk", Volume::getPhotonPersistentDisk),
          new VolumeSourceField("portworxVolume", Volume::getPortworxVolume),
          new VolumeSourceField("projected", Volume::getProjected),
          new VolumeSourceField("quobyte", Volume::getQuobyte),
          new VolumeSourceField("rbd", Volume::getRbd),
          new VolumeSourceField("scaleIO", Volume::getScaleIO),
          new VolumeSourceField("secret", Volume::getSecret),
          new VolumeSourceField("storageos", Volume::getStorageos),
          new VolumeSourceField("vsphereVolume", Volume::getVsphereVolume));

  /** Lists the names of the sources that a volume sets. */
  static List<String> fieldNames(Volume volume) {
    return list(volume).stream().map(VolumeSourceField::field).toList();
  }

  /** Lists the sources that a volume sets. */
  static List<VolumeSourceField> list(Volume volume) {
    return ALL.stream().filter(source -> Objects.nonNull(source.getter().apply(volume))).toList();
  }
}
