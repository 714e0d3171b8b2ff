package io.patternedapp.api;

import java.util.List;

/** A role whose place in the order of start its author may move. */
public interface Ordered {

  /** The container's name. */
  String getName();

  /** Names of the containers that come before this one; never null. */
  List<String> getStartAfter();
}
