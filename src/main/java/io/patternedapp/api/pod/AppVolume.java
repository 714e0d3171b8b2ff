package io.patternedapp.api.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.schema.CelRules;
import org.jspecify.annotations.Nullable;

/** A core/v1 Volume. Without a source it is an emptyDir that its containers share. */
@ValidationRule(
    value = CelRules.VOLUME_SOURCE_PRESENCE + ".filter(source, source).size() <= 1",
    message = "a volume must not have more than one source: remove all but one")
@ValidationRule(
    value =
        "!(has(self.sizeLimit) || has(self.medium)) || !"
            + CelRules.VOLUME_SOURCE_PRESENCE
            + ".exists(source, source)",
    message =
        "sizeLimit and medium are allowed only for a volume without a source: remove them, or"
            + " set them in emptyDir")
@ValidationRule(
    value = "!self.name.startsWith('" + AppVolume.FILES_PREFIX + "')",
    fieldPath = ".name",
    message =
        "volume names must not start with \""
            + AppVolume.FILES_PREFIX
            + "\", the prefix of the volumes of a container's files: rename the volume")
public class AppVolume extends Volume {

  /** Prefix of the names of the volumes that hold a container's {@code files}. */
  public static final String FILES_PREFIX = "files-";

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Size limit of the shared emptyDir, for example 100Mi. Only for a volume without a"
          + " source. Defaults to no limit.")
  private @Nullable Quantity sizeLimit;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Storage medium of the shared emptyDir. Only for a volume without a source. Memory"
          + " is a tmpfs, which counts against the memory limits of the containers."
          + " Defaults to the node's default medium.")
  private @Nullable EmptyDirMedium medium;

  /** Returns the size limit of the emptyDir; null means no limit. */
  public @Nullable Quantity getSizeLimit() {
    return sizeLimit;
  }

  public void setSizeLimit(@Nullable Quantity sizeLimit) {
    this.sizeLimit = sizeLimit;
  }

  /** Returns the storage medium of the emptyDir; null means the node's default medium. */
  public @Nullable EmptyDirMedium getMedium() {
    return medium;
  }

  public void setMedium(@Nullable EmptyDirMedium medium) {
    this.medium = medium;
  }
}
