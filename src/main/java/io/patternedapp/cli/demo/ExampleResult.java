package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** What became of one document of an example. */
sealed interface ExampleResult {

  /** The name of the file that holds it. */
  String file();

  /**
   * The API server took it.
   *
   * @param file the name of its file
   * @param object the object as the API server has it
   */
  record Accepted(String file, HasMetadata object) implements ExampleResult {}

  /**
   * It is no object, or the API server refused it.
   *
   * @param file the name of its file
   * @param name its kind and name, as far as they can be read
   * @param problems why, each a line
   */
  record Rejected(String file, String name, List<String> problems) implements ExampleResult {}
}
