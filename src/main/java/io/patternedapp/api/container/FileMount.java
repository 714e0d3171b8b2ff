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
 * Files with content from the spec, mounted as a directory.
 *
 * @param mountPath path of the directory within the container
 * @param data text files: content by file name
 * @param binaryData binary files: base64-encoded content by file name
 * @param onChange effect of a change of the content; defaults to Restart
 * @param defaultMode mode bits of the files, as in a configMap volume; defaults to 0644
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.data) && size(self.data) > 0) || (has(self.binaryData) && "
            + "size(self.binaryData) > 0)",
    message = "data and binaryData must not both be empty: add a file to one of them")
@ValidationRule(
    value =
        "!has(self.data) || !has(self.binaryData) || self.data.all(k, !(k in "
            + "self.binaryData))",
    message =
        "data and binaryData must not contain the same file name: rename or remove one of the"
            + " files")
public record FileMount(
    @Required
        @JsonPropertyDescription(
            "Path of the directory within the container. The directory contains exactly these"
                + " files.")
        @Size(min = 1, max = 1024)
        String mountPath,
    @JsonPropertyDescription("Text files: content by file name.") @Size(max = 100)
        Map<String, String> data,
    @JsonPropertyDescription("Binary files: base64-encoded content by file name.") @Size(max = 100)
        Map<String, String> binaryData,
    @JsonPropertyDescription(
            "Effect of a change of the content. Restart (default): the Pods restart; a running"
                + " Pod keeps the content with which it started. Live: the kubelet updates the"
                + " files in the running containers within about a minute, and nothing restarts.")
        @Nullable FileChangePolicy onChange,
    @JsonPropertyDescription(
            "Mode bits of the files, as in a configMap volume: an octal value in YAML (0644)"
                + " or a decimal value (420). Defaults to 0644.")
        @Min(0)
        @Max(511)
        @Nullable Integer defaultMode) {

  public FileMount {
    data = NullSafe.orEmpty(data);
    binaryData = NullSafe.orEmpty(binaryData);
  }

  /** Returns whether a change of the content reaches running containers without a restart. */
  @JsonIgnore
  public boolean isLive() {
    return onChange == FileChangePolicy.Live;
  }
}
