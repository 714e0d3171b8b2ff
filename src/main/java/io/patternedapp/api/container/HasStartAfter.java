package io.patternedapp.api.container;

import java.util.List;

/** A role whose place in the order of start its author may move. */
public interface HasStartAfter {

  /** The container's name. */
  String getName();

  /** Names of the containers that come before this one; never null. */
  List<String> getStartAfter();
}
