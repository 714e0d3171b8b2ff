package io.patternedapp.cli.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the progress lines. */
public final class RecordingProgressListener implements ProgressListener {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void onProgress(String text) {
    lines.add(text);
  }

  public List<String> lines() {
    return lines;
  }
}
