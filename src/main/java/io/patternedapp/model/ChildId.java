package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What tells a child from the others of its app.
 *
 * @param kind its kind
 * @param name its name in the app's namespace
 */
public record ChildId(String kind, String name) {

  public static ChildId of(HasMetadata object) {
    return new ChildId(object.getKind(), object.getMetadata().getName());
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
