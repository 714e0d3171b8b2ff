package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Identifies a child within its app.
 *
 * @param kind kind of the child
 * @param name name of the child
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
