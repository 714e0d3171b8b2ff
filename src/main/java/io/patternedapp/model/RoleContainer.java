package io.patternedapp.model;

import io.patternedapp.api.container.AppContainer;
import org.jspecify.annotations.Nullable;

/**
 * A container of an app together with the part it plays and where it is written.
 *
 * @param role the part it plays
 * @param path its JSON path, such as {@code spec.sidecars[0]}
 * @param name its name; null when its author gave none (main's default is applied)
 * @param container what its author wrote
 * @param isNative whether it becomes an init container with {@code restartPolicy: Always}
 */
public record RoleContainer(
    ContainerRole role,
    String path,
    @Nullable String name,
    AppContainer container,
    boolean isNative) {

  /** Whether it becomes an entry of the Pod's {@code initContainers}. */
  public boolean startsBeforeMain() {
    return role == ContainerRole.INIT || isNative;
  }

  /** Whether it keeps running while main runs. */
  public boolean runsAlongsideMain() {
    return role != ContainerRole.INIT;
  }
}
