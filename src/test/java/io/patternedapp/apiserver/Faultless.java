package io.patternedapp.apiserver;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a {@link Story} comes to where nothing goes wrong: the measure for all that does. */
final class Faultless {

  private static Map<String, Map<String, Stage.End>> chapters;

  private Faultless() {}

  /** What there is after each chapter, by app; played once. */
  static synchronized Map<String, Map<String, Stage.End>> run(ApiServer.Shared api, int apps) {
    if (chapters == null || chapters.get("create").size() < apps) {
      var ends = new LinkedHashMap<String, Map<String, Stage.End>>();
      try (var stage = new Stage(api, apps)) {
        stage.lab().startOperator();
        for (var chapter : Story.CHAPTERS) {
          stage.play(chapter);
          stage.untilSettled();
          ends.put(chapter, stage.ends());
        }
      }
      chapters = ends;
    }
    return chapters;
  }
}
