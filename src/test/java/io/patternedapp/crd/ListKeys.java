package io.patternedapp.crd;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Marks lists as keyed where the Kubernetes API keys them, and bounds the upstream lists that have
 * no bound of their own. Keys are those of the {@code +listMapKey} and {@code patchMergeKey} marks
 * in k8s.io/api core/v1 and meta/v1.
 */
final class ListKeys {

  private record Keyed(List<String> keys, long maxItems) {}

  private static final Map<String, Keyed> BY_PROPERTY =
      Map.ofEntries(
          Map.entry("init", new Keyed(List.of("name"), 10)),
          Map.entry("sidecars", new Keyed(List.of("name"), 10)),
          Map.entry("ambassadors", new Keyed(List.of("name"), 10)),
          Map.entry("adapters", new Keyed(List.of("name"), 10)),
          Map.entry("volumes", new Keyed(List.of("name"), 30)),
          Map.entry("files", new Keyed(List.of("mountPath"), 10)),
          Map.entry("env", new Keyed(List.of("name"), 200)),
          Map.entry("exportEnv", new Keyed(List.of("name"), 10)),
          Map.entry("volumeMounts", new Keyed(List.of("mountPath"), 32)),
          Map.entry("volumeDevices", new Keyed(List.of("devicePath"), 16)),
          Map.entry("claims", new Keyed(List.of("name"), 16)),
          Map.entry("resizePolicy", new Keyed(List.of(), 8)),
          Map.entry("envFrom", new Keyed(List.of(), 32)),
          Map.entry("imagePullSecrets", new Keyed(List.of("name"), 16)),
          Map.entry("hostAliases", new Keyed(List.of("ip"), 32)),
          Map.entry(
              "topologySpreadConstraints",
              new Keyed(List.of("topologyKey", "whenUnsatisfiable"), 16)),
          Map.entry("conditions", new Keyed(List.of("type"), 16)),
          Map.entry("roles", new Keyed(List.of("name"), 41)),
          Map.entry("warnings", new Keyed(List.of(), 100)));

  /** How long a name may be, in the rules in CEL that compare names. */
  private static final long NAME = 63;

  private static final Set<String> NAMED =
      Set.of("init", "sidecars", "ambassadors", "adapters", "volumes");

  private static final Keyed CONTAINER_PORTS = new Keyed(List.of("containerPort", "protocol"), 16);
  private static final Keyed SERVICE_PORTS = new Keyed(List.of("port", "protocol"), 16);
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

  private ListKeys() {}

  static void apply(JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(ListKeys::applyTo);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      apply(schema.getItems().getSchema());
    }
  }

  private static void applyTo(String property, JSONSchemaProps schema) {
    apply(schema);
    if ("main".equals(property)) {
      schema.getProperties().get("name").setMaxLength(NAME);
    }
    if (!"array".equals(schema.getType())) {
      return;
    }
    if ("startAfter".equals(property)) {
      schema.setXKubernetesListType("set");
      schema.getItems().getSchema().setMaxLength(NAME);
      return;
    }
    JSONSchemaProps item = schema.getItems().getSchema();
    var keyed = "ports".equals(property) ? portKeys(item) : BY_PROPERTY.get(property);
    if (keyed == null || item.getProperties() == null) {
      return;
    }
    if (schema.getMaxItems() == null) {
      schema.setMaxItems(keyed.maxItems());
    }
    if (NAMED.contains(property)) {
      item.getProperties().get("name").setMaxLength(NAME);
    }
    if (keyed == CONTAINER_PORTS) {
      item.getProperties().get("name").setMaxLength(NAME);
    }
    if (item.getProperties().keySet().containsAll(keyed.keys()) && !keyed.keys().isEmpty()) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(keyed.keys());
      requireKeys(item, keyed.keys());
    }
  }

  private static Keyed portKeys(JSONSchemaProps item) {
    return item.getProperties().containsKey("containerPort") ? CONTAINER_PORTS : SERVICE_PORTS;
  }

  /** A list key must be required or have a default; the only key with a default is the protocol. */
  private static void requireKeys(JSONSchemaProps item, List<String> keys) {
    var required = new TreeSet<>(item.getRequired() == null ? List.of() : item.getRequired());
    required.addAll(keys);
    if (required.remove("protocol")) {
      JSONSchemaProps protocol = item.getProperties().get("protocol");
      protocol.setDefault(new TextNode("TCP"));
      protocol.setEnum(
          new ArrayList<>(new TreeSet<>(PROTOCOLS).stream().map(TextNode::new).toList()));
    }
    item.setRequired(new ArrayList<>(required));
  }
}
