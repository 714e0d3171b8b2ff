package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Container;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A core/v1 Container with the additional fields that all roles have in common. All upstream fields
 * keep their names, so that a container can be copied unchanged from an existing manifest.
 */
public abstract class AppContainer extends Container {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyDescription(
      "Files with content from the spec, mounted as directories. The operator stores the"
          + " content in ConfigMaps.")
  @Size(max = 10)
  private List<FileMount> files = List.of();

  /** Returns the files that are mounted into this container; never null. */
  public List<FileMount> getFiles() {
    return files;
  }

  public void setFiles(@Nullable List<FileMount> files) {
    this.files = NullSafe.orEmpty(files);
  }
}
