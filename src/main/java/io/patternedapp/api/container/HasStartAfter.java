package io.patternedapp.api.container;

import java.util.List;

/** A container whose position in the start order can be changed by {@code startAfter}. */
public interface HasStartAfter {

  /** Returns the name of the container. */
  String getName();

  /** Returns the names of the containers that start before this container; never null. */
  List<String> getStartAfter();
}
