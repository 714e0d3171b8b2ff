package io.patternedapp.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the operator owns in a Pod, field by field: the value where a plan needs it (images,
 * resources), a digest else. It tells which fields differ without keeping the Pod, and holds no
 * value that may be secret.
 *
 * @param fields path to value or digest; containers and volumes go by their names, as in {@code
 *     spec.containers[main].image}
 */
public record PodFingerprint(SortedMap<String, String> fields) {

  static final String LABELS = "metadata.labels";
  static final String ANNOTATIONS = "metadata.annotations";
  static final String TOLERATIONS = "spec.tolerations";
  static final String ACTIVE_DEADLINE = "spec.activeDeadlineSeconds";

  /** What containers read of the Pod's labels and annotations into their environment. */
  static final String ENV_FIELD_REF = "read:";

  private static final Set<String> CONTAINER_LISTS = Set.of("containers", "initContainers");
  private static final Set<String> PLAIN_FIELDS = Set.of("image", "restartPolicy");
  private static final Set<String> RESIZABLE = Set.of("cpu", "memory");
  private static final int DIGEST_LENGTH = 8;
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> FIELD_MAP_TYPE =
      new TypeReference<>() {};

  public PodFingerprint {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** The print of a Pod as read from the API server, with its managedFields. */
  public static PodFingerprint ofLive(Pod live) {
    return of(ComparedFields.ofLive(live));
  }

  /** The print of a Pod as expanded. */
  public static PodFingerprint ofDesired(Pod desired) {
    return of(ComparedFields.ofDesired(desired));
  }

  /** Reads what {@link #toString} wrote. */
  static PodFingerprint parse(String text) {
    try {
      return new PodFingerprint(MAPPER.readValue(text, FIELD_MAP_TYPE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a print of a Pod", e);
    }
  }

  /** JSON. */
  @Override
  public String toString() {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The paths at which the two differ. */
  SortedSet<String> differences(PodFingerprint other) {
    var paths = new TreeSet<>(fields.keySet());
    paths.addAll(other.fields.keySet());
    paths.removeIf(
        path -> path.startsWith(ENV_FIELD_REF) || isSame(fields.get(path), other.fields.get(path)));
    return paths;
  }

  /**
   * Which fields of the spec are owned, whatever their values. While a Pod lives another can change
   * a value only by taking the field; where it is still owned, admission made it different from
   * what was sent, and sending it again would not help.
   */
  String ownedPaths() {
    return fields.keySet().stream()
        .filter(path -> path.startsWith("spec"))
        .map(path -> path.startsWith(TOLERATIONS) ? TOLERATIONS : path)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** The image and the resources of a container, as one word. */
  String imageAndResourcesDigest(String container) {
    var tree = JsonNodeFactory.instance.objectNode();
    for (var list : CONTAINER_LISTS) {
      var path = "spec." + list + "[" + container + "].";
      fields.tailMap(path).entrySet().stream()
          .takeWhile(field -> field.getKey().startsWith(path))
          .filter(field -> isImageOrResources(field.getKey().substring(path.length())))
          .forEach(field -> tree.put(field.getKey(), field.getValue()));
    }
    return ComparedFields.digest(tree).substring(0, DIGEST_LENGTH);
  }

  private static boolean isImageOrResources(String field) {
    return field.equals("image") || field.startsWith("resources");
  }

  @Nullable String value(String path) {
    return fields.get(path);
  }

  /** The names of the containers in a list of the spec. */
  public Set<String> containerNames(String list) {
    var prefix = "spec." + list + "[";
    return fields.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length(), path.indexOf(']')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isSame(@Nullable String a, @Nullable String b) {
    return a != null && a.equals(b);
  }

  private static PodFingerprint of(JsonNode compared) {
    var builder = new Builder();
    builder.addEntries(LABELS, compared.path("labels"), key -> false);
    builder.addEntries(ANNOTATIONS, compared.path("annotations"), key -> false);
    for (var field : compared.path("spec").properties()) {
      builder.addSpecField(field.getKey(), field.getValue());
    }
    return new PodFingerprint(builder.fields);
  }

  private static final class Builder {

    private final SortedMap<String, String> fields = new TreeMap<>();

    private void addSpecField(String name, JsonNode value) {
      var path = "spec." + name;
      if (CONTAINER_LISTS.contains(name)) {
        value.forEach(container -> addContainer(path, container));
        put(path, joinNames(value));
      } else if (name.equals("volumes")) {
        value.forEach(volume -> put(itemPath(path, volume.path("name").asText()), digest(volume)));
      } else if (path.equals(TOLERATIONS)) {
        value.forEach(this::addToleration);
      } else if (path.equals(ACTIVE_DEADLINE) && !value.isNull()) {
        put(path, value.asText());
      } else {
        addDigest(path, value);
      }
    }

    /** How long it holds is the only part of a toleration that can change. */
    private void addToleration(JsonNode toleration) {
      var withoutSeconds = (ObjectNode) toleration.deepCopy();
      var seconds = withoutSeconds.remove("tolerationSeconds");
      put(itemPath(TOLERATIONS, digest(withoutSeconds)), seconds == null ? "" : seconds.asText());
    }

    private void addContainer(String list, JsonNode container) {
      var path = itemPath(list, container.path("name").asText());
      for (var field : container.properties()) {
        var name = path + "." + field.getKey();
        if (PLAIN_FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
          put(name, field.getValue().asText());
        } else if (field.getKey().equals("resources")) {
          addResources(name, field.getValue());
        } else if (field.getKey().equals("resizePolicy")) {
          field
              .getValue()
              .forEach(
                  policy ->
                      put(
                          itemPath(name, policy.path("resourceName").asText()),
                          policy.path("restartPolicy").asText()));
        } else {
          addDigest(name, field.getValue());
        }
      }
      container.path("env").forEach(this::addEnvFieldRef);
    }

    private void addResources(String path, JsonNode resources) {
      for (var part : resources.properties()) {
        if (part.getKey().equals("claims")) {
          addDigest(path + ".claims", part.getValue());
        } else {
          addEntries(path + "." + part.getKey(), part.getValue(), RESIZABLE::contains);
        }
      }
    }

    private void addEnvFieldRef(JsonNode env) {
      var path = env.path("valueFrom").path("fieldRef").path("fieldPath").asText();
      if (path.startsWith(LABELS) || path.startsWith(ANNOTATIONS)) {
        put(ENV_FIELD_REF + path.replace("'", ""), "");
      }
    }

    private void addEntries(String path, JsonNode map, Predicate<String> isPlain) {
      for (var entry : map.properties()) {
        put(
            itemPath(path, entry.getKey()),
            isPlain.test(entry.getKey()) ? entry.getValue().asText() : digest(entry.getValue()));
      }
    }

    private void addDigest(String path, JsonNode value) {
      if (!value.isNull()) {
        put(path, digest(value));
      }
    }

    private void put(String path, String value) {
      fields.put(path, value);
    }

    private static String itemPath(String path, String name) {
      return path + "[" + name + "]";
    }

    private static String digest(JsonNode value) {
      return ComparedFields.digest(value).substring(0, DIGEST_LENGTH);
    }

    /** Their order is a field of its own. */
    private static String joinNames(JsonNode containers) {
      var names = new StringBuilder();
      containers.forEach(container -> names.append(container.path("name").asText()).append(' '));
      return names.toString().strip();
    }
  }
}
