package io.patternedapp.apply;

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
public record PodPrint(SortedMap<String, String> fields) {

  static final String LABELS = "metadata.labels";
  static final String ANNOTATIONS = "metadata.annotations";
  static final String TOLERATIONS = "spec.tolerations";
  static final String DEADLINE = "spec.activeDeadlineSeconds";

  /** What containers read of the Pod's labels and annotations into their environment. */
  static final String READ = "read:";

  private static final Set<String> CONTAINER_LISTS = Set.of("containers", "initContainers");
  private static final Set<String> AS_WRITTEN = Set.of("image", "restartPolicy");
  private static final Set<String> RESIZABLE = Set.of("cpu", "memory");
  private static final int DIGEST = 8;
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> FIELDS = new TypeReference<>() {};

  public PodPrint {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** The print of a Pod as read from the API server, with its managedFields. */
  public static PodPrint ofLive(Pod live) {
    return of(Fingerprint.ownedOf(live));
  }

  /** The print of a Pod as expanded. */
  public static PodPrint ofWanted(Pod wanted) {
    return of(Fingerprint.comparedOf(wanted));
  }

  /** Reads what {@link #toString} wrote. */
  static PodPrint parse(String text) {
    try {
      return new PodPrint(MAPPER.readValue(text, FIELDS));
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
  SortedSet<String> differences(PodPrint other) {
    var paths = new TreeSet<>(fields.keySet());
    paths.addAll(other.fields.keySet());
    paths.removeIf(path -> path.startsWith(READ) || same(fields.get(path), other.fields.get(path)));
    return paths;
  }

  /**
   * Which fields of the spec are owned, whatever their values. While a Pod lives another can change
   * a value only by taking the field; where it is still owned, admission made it different from
   * what was sent, and sending it again would not help.
   */
  String shape() {
    return fields.keySet().stream()
        .filter(path -> path.startsWith("spec"))
        .map(path -> path.startsWith(TOLERATIONS) ? TOLERATIONS : path)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** The image and the resources of a container, as one word. */
  String form(String container) {
    var form = JsonNodeFactory.instance.objectNode();
    for (var list : CONTAINER_LISTS) {
      var path = "spec." + list + "[" + container + "].";
      fields.tailMap(path).entrySet().stream()
          .takeWhile(field -> field.getKey().startsWith(path))
          .filter(field -> isForm(field.getKey().substring(path.length())))
          .forEach(field -> form.put(field.getKey(), field.getValue()));
    }
    return Fingerprint.digest(form).substring(0, DIGEST);
  }

  private static boolean isForm(String field) {
    return field.equals("image") || field.startsWith("resources");
  }

  @Nullable String value(String path) {
    return fields.get(path);
  }

  /** The names of the containers in a list of the spec. */
  Set<String> containers(String list) {
    var prefix = "spec." + list + "[";
    return fields.keySet().stream()
        .filter(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length(), path.indexOf(']')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    return a != null && a.equals(b);
  }

  private static PodPrint of(JsonNode compared) {
    var print = new Printer();
    print.each(LABELS, compared.path("labels"), key -> false);
    print.each(ANNOTATIONS, compared.path("annotations"), key -> false);
    for (var field : compared.path("spec").properties()) {
      print.specField(field.getKey(), field.getValue());
    }
    return new PodPrint(print.fields);
  }

  private static final class Printer {

    private final SortedMap<String, String> fields = new TreeMap<>();

    private void specField(String name, JsonNode value) {
      var path = "spec." + name;
      if (CONTAINER_LISTS.contains(name)) {
        value.forEach(container -> container(path, container));
        put(path, names(value));
      } else if (name.equals("volumes")) {
        value.forEach(volume -> put(item(path, volume.path("name").asText()), digest(volume)));
      } else if (path.equals(TOLERATIONS)) {
        value.forEach(this::toleration);
      } else if (path.equals(DEADLINE) && !value.isNull()) {
        put(path, value.asText());
      } else {
        digested(path, value);
      }
    }

    /** How long it holds is the only part of a toleration that can change. */
    private void toleration(JsonNode toleration) {
      var lasting = (ObjectNode) toleration.deepCopy();
      var seconds = lasting.remove("tolerationSeconds");
      put(item(TOLERATIONS, digest(lasting)), seconds == null ? "" : seconds.asText());
    }

    private void container(String list, JsonNode container) {
      var path = item(list, container.path("name").asText());
      for (var field : container.properties()) {
        var name = path + "." + field.getKey();
        if (AS_WRITTEN.contains(field.getKey()) && !field.getValue().isNull()) {
          put(name, field.getValue().asText());
        } else if (field.getKey().equals("resources")) {
          resources(name, field.getValue());
        } else if (field.getKey().equals("resizePolicy")) {
          field
              .getValue()
              .forEach(
                  policy ->
                      put(
                          item(name, policy.path("resourceName").asText()),
                          policy.path("restartPolicy").asText()));
        } else {
          digested(name, field.getValue());
        }
      }
      container.path("env").forEach(this::read);
    }

    private void resources(String path, JsonNode resources) {
      for (var part : resources.properties()) {
        if (part.getKey().equals("claims")) {
          digested(path + ".claims", part.getValue());
        } else {
          each(path + "." + part.getKey(), part.getValue(), RESIZABLE::contains);
        }
      }
    }

    private void read(JsonNode env) {
      var path = env.path("valueFrom").path("fieldRef").path("fieldPath").asText();
      if (path.startsWith(LABELS) || path.startsWith(ANNOTATIONS)) {
        put(READ + path.replace("'", ""), "");
      }
    }

    private void each(String path, JsonNode map, Predicate<String> asWritten) {
      for (var entry : map.properties()) {
        put(
            item(path, entry.getKey()),
            asWritten.test(entry.getKey()) ? entry.getValue().asText() : digest(entry.getValue()));
      }
    }

    private void digested(String path, JsonNode value) {
      if (!value.isNull()) {
        put(path, digest(value));
      }
    }

    private void put(String path, String value) {
      fields.put(path, value);
    }

    private static String item(String path, String name) {
      return path + "[" + name + "]";
    }

    private static String digest(JsonNode value) {
      return Fingerprint.digest(value).substring(0, DIGEST);
    }

    /** Their order is a field of its own. */
    private static String names(JsonNode containers) {
      var names = new StringBuilder();
      containers.forEach(container -> names.append(container.path("name").asText()).append(' '));
      return names.toString().strip();
    }
  }
}
