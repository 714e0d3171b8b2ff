package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The result of applying one document of an example. */
sealed interface ExampleResult {

  /** The name of the file that contains the document. */
  String file();

  /**
   * The API server accepted the document.
   *
   * @param file the name of the file
   * @param object the object that the API server returned
   */
  record Accepted(String file, HasMetadata object) implements ExampleResult {}

  /**
   * The document is not a Kubernetes object, or the API server rejected it.
   *
   * @param file the name of the file
   * @param name the kind and name, or "document" if they are unknown
   * @param problems the reasons, one line each
   */
  record Rejected(String file, String name, List<String> problems) implements ExampleResult {}
}
