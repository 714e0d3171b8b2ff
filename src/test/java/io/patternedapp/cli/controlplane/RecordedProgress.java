package io.patternedapp.cli.controlplane;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the lines. */
final class RecordedProgress implements Progress {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void line(String text) {
    lines.add(text);
  }

  List<String> lines() {
    return lines;
  }
}
