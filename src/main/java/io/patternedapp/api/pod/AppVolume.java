package io.patternedapp.api.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.schema.CelRules;
import org.jspecify.annotations.Nullable;

/** A core/v1 Volume. Without a source it is an emptyDir shared by whoever mounts it. */
@ValidationRule(
    value = CelRules.VOLUME_SOURCE_PRESENCE + ".filter(source, source).size() <= 1",
    message = "a volume has one source, and this one has several: keep one of them")
@ValidationRule(
    value =
        "!(has(self.sizeLimit) || has(self.medium)) || !"
            + CelRules.VOLUME_SOURCE_PRESENCE
            + ".exists(source, source)",
    message =
        "sizeLimit and medium are for a volume without a source: remove them, or write them "
            + "inside of emptyDir")
@ValidationRule(
    value = "!self.name.startsWith('" + AppVolume.FILES_PREFIX + "')",
    fieldPath = ".name",
    message =
        "names that begin with \""
            + AppVolume.FILES_PREFIX
            + "\" are those of the volumes made for a container's "
            + "files: rename it")
public class AppVolume extends Volume {

  /** Prefix of the names of the volumes that hold a container's {@code files}. */
  public static final String FILES_PREFIX = "files-";

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Without a source only: how much the shared emptyDir may hold, such as 100Mi. Default: no"
          + " limit of its own.")
  private @Nullable Quantity sizeLimit;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Without a source only: what backs the shared emptyDir. Memory is a tmpfs that counts"
          + " towards the containers' memory. Default: the node's disk.")
  private @Nullable EmptyDirMedium medium;

  /** The limit of the emptyDir; null means none of its own. */
  public @Nullable Quantity getSizeLimit() {
    return sizeLimit;
  }

  public void setSizeLimit(@Nullable Quantity sizeLimit) {
    this.sizeLimit = sizeLimit;
  }

  /** What backs the emptyDir; null means the node's disk. */
  public @Nullable EmptyDirMedium getMedium() {
    return medium;
  }

  public void setMedium(@Nullable EmptyDirMedium medium) {
    this.medium = medium;
  }
}
