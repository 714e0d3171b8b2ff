package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** What became of one document of an example. */
sealed interface Submission {

  /** The name of the file that holds it. */
  String file();

  /**
   * The API server took it.
   *
   * @param file the name of its file
   * @param object the object as the API server has it
   */
  record Taken(String file, HasMetadata object) implements Submission {}

  /**
   * It is no object, or the API server refused it.
   *
   * @param file the name of its file
   * @param name its kind and name, as far as they can be read
   * @param problems why, each a line
   */
  record Refused(String file, String name, List<String> problems) implements Submission {}
}
