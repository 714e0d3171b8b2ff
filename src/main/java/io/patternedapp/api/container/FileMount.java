package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.schema.NullSafe;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that are written in the app and mounted as a directory.
 *
 * @param mountPath the directory, absolute
 * @param data text files by name
 * @param binaryData binary files by name, base64
 * @param onChange what a change of the content does; Restart when not written
 * @param defaultMode permission bits of the files; 0644 when not written
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.data) && size(self.data) > 0) || (has(self.binaryData) && "
            + "size(self.binaryData) > 0)",
    message = "there is no file to mount: add one under data or binaryData")
@ValidationRule(
    value =
        "!has(self.data) || !has(self.binaryData) || self.data.all(k, !(k in "
            + "self.binaryData))",
    message = "a file is under both data and binaryData: rename or remove one of them")
public record FileMount(
    @Required
        @JsonPropertyDescription("The directory in the container; it holds exactly these files.")
        @Size(min = 1, max = 1024)
        String mountPath,
    @JsonPropertyDescription("Text files: name to content.") @Size(max = 100)
        Map<String, String> data,
    @JsonPropertyDescription("Binary files: name to content in base64.") @Size(max = 100)
        Map<String, String> binaryData,
    @JsonPropertyDescription(
            "Restart (default): a change rolls the Pods, and a running Pod never sees content that"
                + " it did not start with. Live: the kubelet refreshes the files in the running"
                + " containers (within about a minute) and nothing restarts.")
        @Nullable FileChangePolicy onChange,
    @JsonPropertyDescription(
            "Permission bits of the files, as for a configMap volume: octal in YAML (0644) or"
                + " decimal (420). Default 0644.")
        @Min(0)
        @Max(511)
        @Nullable Integer defaultMode) {

  public FileMount {
    data = NullSafe.orEmpty(data);
    binaryData = NullSafe.orEmpty(binaryData);
  }

  /** Whether a change reaches running containers without a restart. */
  @JsonIgnore
  public boolean isLive() {
    return onChange == FileChangePolicy.Live;
  }
}
