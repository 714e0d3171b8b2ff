package io.patternedapp.crd;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sets the list map keys of the CRD and the maximum length of upstream lists that have none. The
 * keys are the {@code +listMapKey} and {@code patchMergeKey} markers in k8s.io/api core/v1 and
 * meta/v1.
 */
final class ListKeys {

  private record ListKey(List<String> keys, long maxItems) {}

  private static final Map<String, ListKey> BY_PROPERTY =
      Map.ofEntries(
          Map.entry("init", new ListKey(List.of("name"), 10)),
          Map.entry("sidecars", new ListKey(List.of("name"), 10)),
          Map.entry("ambassadors", new ListKey(List.of("name"), 10)),
          Map.entry("adapters", new ListKey(List.of("name"), 10)),
          Map.entry("volumes", new ListKey(List.of("name"), 30)),
          Map.entry("files", new ListKey(List.of("mountPath"), 10)),
          Map.entry("env", new ListKey(List.of("name"), 200)),
          Map.entry("exportEnv", new ListKey(List.of("name"), 10)),
          Map.entry("volumeMounts", new ListKey(List.of("mountPath"), 32)),
          Map.entry("volumeDevices", new ListKey(List.of("devicePath"), 16)),
          Map.entry("claims", new ListKey(List.of("name"), 16)),
          Map.entry("resizePolicy", new ListKey(List.of(), 8)),
          Map.entry("envFrom", new ListKey(List.of(), 32)),
          Map.entry("imagePullSecrets", new ListKey(List.of("name"), 16)),
          Map.entry("hostAliases", new ListKey(List.of("ip"), 32)),
          Map.entry(
              "topologySpreadConstraints",
              new ListKey(List.of("topologyKey", "whenUnsatisfiable"), 16)),
          Map.entry("conditions", new ListKey(List.of("type"), 16)),
          Map.entry("roles", new ListKey(List.of("name"), 41)),
          Map.entry("warnings", new ListKey(List.of(), 100)));

  /** Maximum length of names that CEL rules compare; it bounds the estimated cost of the rules. */
  private static final long MAX_NAME_LENGTH = 63;

  private static final Set<String> NAMED_LISTS =
      Set.of("init", "sidecars", "ambassadors", "adapters", "volumes");

  private static final ListKey CONTAINER_PORTS =
      new ListKey(List.of("containerPort", "protocol"), 16);
  private static final ListKey SERVICE_PORTS = new ListKey(List.of("port", "protocol"), 16);
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "SCTP");

  private ListKeys() {}

  static void apply(JSONSchemaProps schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().forEach(ListKeys::applyToProperty);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      apply(schema.getItems().getSchema());
    }
  }

  private static void applyToProperty(String property, JSONSchemaProps schema) {
    apply(schema);
    if ("main".equals(property)) {
      schema.getProperties().get("name").setMaxLength(MAX_NAME_LENGTH);
    }
    if (!"array".equals(schema.getType())) {
      return;
    }
    if ("startAfter".equals(property)) {
      schema.setXKubernetesListType("set");
      schema.getItems().getSchema().setMaxLength(MAX_NAME_LENGTH);
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
    if (NAMED_LISTS.contains(property)) {
      item.getProperties().get("name").setMaxLength(MAX_NAME_LENGTH);
    }
    if (keyed == CONTAINER_PORTS) {
      item.getProperties().get("name").setMaxLength(MAX_NAME_LENGTH);
    }
    if (item.getProperties().keySet().containsAll(keyed.keys()) && !keyed.keys().isEmpty()) {
      schema.setXKubernetesListType("map");
      schema.setXKubernetesListMapKeys(keyed.keys());
      requireKeys(item, keyed.keys());
    }
  }

  private static ListKey portKeys(JSONSchemaProps item) {
    return item.getProperties().containsKey("containerPort") ? CONTAINER_PORTS : SERVICE_PORTS;
  }

  /**
   * Requires the keys, since a list map key must be required or have a default, as protocol has.
   */
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
