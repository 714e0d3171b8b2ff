package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.patternedapp.model.Labels;
import java.util.Set;

/** Maps a child to its PatternedApp by the label {@value Labels#APP}. */
public final class ChildToAppMapper {

  private ChildToAppMapper() {}

  /** Returns the app that the label names, in the child's namespace; empty without the label. */
  public static Set<ResourceID> toPrimaryResourceIds(HasMetadata child) {
    var meta = child.getMetadata();
    var app = meta.getLabels().get(Labels.APP);
    return app == null ? Set.of() : Set.of(new ResourceID(app.intern(), meta.getNamespace()));
  }
}
