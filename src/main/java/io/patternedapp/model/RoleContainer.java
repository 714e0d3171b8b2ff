package io.patternedapp.model;

import io.patternedapp.api.container.AppContainer;
import org.jspecify.annotations.Nullable;

/**
 * A container of an app with its role and its position in the spec.
 *
 * @param role role of the container
 * @param path JSON path of the container, for example {@code spec.sidecars[0]}
 * @param name name of the container, for main possibly its default; null if it is missing
 * @param container container in the spec
 * @param isNative whether the container becomes an init container with {@code restartPolicy:
 *     Always}
 */
public record RoleContainer(
    ContainerRole role,
    String path,
    @Nullable String name,
    AppContainer container,
    boolean isNative) {

  /** Returns whether the container becomes an item of the Pod's {@code initContainers}. */
  public boolean startsBeforeMain() {
    return role == ContainerRole.INIT || isNative;
  }

  /** Returns whether the container runs at the same time as main. */
  public boolean runsAlongsideMain() {
    return role != ContainerRole.INIT;
  }
}
