package io.patternedapp.apiserver.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads the operator's permissions from {@code deploy/install.yaml}. */
final class InstallManifest {

  private InstallManifest() {}

  /**
   * Returns the rules of each Role and ClusterRole, except the ClusterRoles that aggregate to user
   * roles.
   */
  static List<JsonNode> operatorRbacRules() throws IOException {
    var rules = new ArrayList<JsonNode>();
    for (var document : objects()) {
      if (document.path("kind").asText().endsWith("Role")
          && !document.at("/metadata/labels").toString().contains("aggregate-to")) {
        document.path("rules").forEach(rules::add);
      }
    }
    return rules;
  }

  /** Returns each permission as {@code verb resource}, with the subresource after a slash. */
  static TreeSet<String> operatorPermissions() throws IOException {
    var permissions = new TreeSet<String>();
    for (var rule : operatorRbacRules()) {
      for (var resource : rule.path("resources")) {
        rule.path("verbs")
            .forEach(verb -> permissions.add(verb.asText() + " " + resource.asText()));
      }
    }
    return permissions;
  }

  /** Returns all objects of the file. */
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
