package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs to its end before main starts. */
public class InitContainer extends AppContainer implements Ordered {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyDescription(
      "Names of init containers and native helpers that come before this one, when the default"
          + " order (init as written, then ambassadors, adapters, sidecars) does not fit.")
  @Size(max = 10)
  private List<String> startAfter = List.of();

  @Override
  public List<String> getStartAfter() {
    return startAfter;
  }

  public void setStartAfter(@Nullable List<String> startAfter) {
    this.startAfter = Lists.orEmpty(startAfter);
  }
}
