package io.patternedapp.api.schema;

/** CEL expressions and messages that several validation rules have in common. */
public final class CelRules {

  /** The Pods of the spec run to completion. */
  public static final String RUNS_TO_COMPLETION =
      "(has(self.workload) && has(self.workload.kind) && self.workload.kind in ['Job', "
          + "'CronJob'])";

  /** The labels contain no reserved key. */
  public static final String NO_RESERVED_LABELS =
      "!has(self.labels) || self.labels.all(k, !k.startsWith('patternedapp.io/') && !(k in "
          + "['"
          + ReservedKeys.NAME_LABEL
          + "', '"
          + ReservedKeys.INSTANCE_LABEL
          + "', '"
          + ReservedKeys.MANAGED_BY_LABEL
          + "']))";

  public static final String NO_RESERVED_LABELS_MESSAGE =
      "the labels patternedapp.io/* and app.kubernetes.io/name, instance and managed-by are"
          + " reserved for the operator: remove them";

  /** The annotations contain no reserved key. */
  public static final String NO_RESERVED_ANNOTATIONS =
      "!has(self.annotations) || self.annotations.all(k, !k.startsWith('patternedapp.io/') "
          + "&& k != '"
          + ReservedKeys.DEFAULT_CONTAINER_ANNOTATION
          + "')";

  public static final String NO_RESERVED_ANNOTATIONS_MESSAGE =
      "the annotations patternedapp.io/* and kubectl.kubernetes.io/default-container are"
          + " reserved for the operator: remove them";

  /** The preceding string is a DNS-1035 label, except for its length. */
  public static final String IS_DNS_LABEL = ".matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";

  /** startAfter does not contain the name of the container. */
  public static final String NO_START_AFTER_ITSELF =
      "!has(self.startAfter) || !(self.name in self.startAfter)";

  public static final String NO_START_AFTER_ITSELF_MESSAGE =
      "startAfter must not contain the container's own name: remove the name";

  /** List that states for each source of a volume whether it is set. */
  public static final String VOLUME_SOURCE_PRESENCE =
      "[has(self.awsElasticBlockStore), has(self.azureDisk), has(self.azureFile), "
          + "has(self.cephfs), has(self.cinder), has(self.configMap), has(self.csi), "
          + "has(self.downwardAPI), has(self.emptyDir), has(self.ephemeral), has(self.fc), "
          + "has(self.flexVolume), has(self.flocker), has(self.gcePersistentDisk), "
          + "has(self.gitRepo), has(self.glusterfs), has(self.hostPath), has(self.image), "
          + "has(self.iscsi), has(self.nfs), has(self.persistentVolumeClaim), "
          + "has(self.photonPersistentDisk), has(self.portworxVolume), has(self.projected), "
          + "has(self.quobyte), has(self.rbd), has(self.scaleIO), has(self.secret), "
          + "has(self.storageos), has(self.vsphereVolume)]";

  private CelRules() {}
}
