package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;

/** Matches references to a container port, which give the port's name or its number. */
public final class PortReference {

  private PortReference() {}

  /** Returns whether a reference by name or by number refers to the container port. */
  public static boolean matches(IntOrString reference, ContainerPort port) {
    return reference.getStrVal() == null
        ? reference.getIntVal() != null && reference.getIntVal().equals(port.getContainerPort())
        : reference.getStrVal().equals(port.getName());
  }
}
