package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What tells a child from the others of its app.
 *
 * @param kind its kind
 * @param name its name in the app's namespace
 */
record ChildId(String kind, String name) {

  static ChildId of(HasMetadata object) {
    return new ChildId(object.getKind(), object.getMetadata().getName());
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
