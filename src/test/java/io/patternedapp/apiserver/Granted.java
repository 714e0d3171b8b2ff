package io.patternedapp.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rights of the operator that {@code deploy/install.yaml} holds. */
final class Granted {

  private Granted() {}

  /** The rules of every Role and ClusterRole that is not there for users. */
  static List<JsonNode> rules() throws IOException {
    var rules = new ArrayList<JsonNode>();
    for (var document : objects()) {
      if (document.path("kind").asText().endsWith("Role")
          && !document.at("/metadata/labels").toString().contains("aggregate-to")) {
        document.path("rules").forEach(rules::add);
      }
    }
    return rules;
  }

  /** Each right as {@code verb resource}, with a subresource after a slash. */
  static TreeSet<String> rights() throws IOException {
    var rights = new TreeSet<String>();
    for (var rule : rules()) {
      for (var resource : rule.path("resources")) {
        rule.path("verbs").forEach(verb -> rights.add(verb.asText() + " " + resource.asText()));
      }
    }
    return rights;
  }

  /** All objects of the file. */
  static List<JsonNode> objects() throws IOException {
    var objects = new ArrayList<JsonNode>();
    for (var text : Files.readString(Path.of("deploy", "install.yaml")).split("(?m)^---$")) {
      var object = Serialization.unmarshal(text, JsonNode.class);
      if (object != null && object.has("kind")) {
        objects.add(object);
      }
    }
    return objects;
  }
}
