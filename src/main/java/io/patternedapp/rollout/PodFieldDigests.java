package io.patternedapp.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the operator owns in a Pod: the value where an update plan needs it (images,
 * resources), otherwise a digest. It shows which fields differ without the Pod itself, and holds no
 * value that may be secret.
 *
 * @param fields values or digests by path, in the syntax of {@link FingerprintPaths}
 */
public record PodFieldDigests(SortedMap<String, String> fields) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> FIELD_MAP_TYPE =
      new TypeReference<>() {};

  public PodFieldDigests {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** Returns the fingerprint of a Pod as read from the API server, with its managedFields. */
  public static PodFieldDigests ofLive(Pod live) {
    return new PodFieldDigests(PodFieldDigestsBuilder.flatten(ComparedFields.ofLive(live)));
  }

  /** Returns the fingerprint of a Pod as expanded. */
  public static PodFieldDigests ofDesired(Pod desired) {
    return new PodFieldDigests(PodFieldDigestsBuilder.flatten(ComparedFields.ofDesired(desired)));
  }

  /** Parses the text that {@link #toString} returned. */
  static PodFieldDigests parse(String text) {
    try {
      return new PodFieldDigests(MAPPER.readValue(text, FIELD_MAP_TYPE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a fingerprint of a Pod", e);
    }
  }

  /** Returns the fields as JSON text. */
  @Override
  public String toString() {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the paths at which the fingerprints differ. */
  SortedSet<String> differences(PodFieldDigests other) {
    var paths = new TreeSet<>(fields.keySet());
    paths.addAll(other.fields.keySet());
    paths.removeIf(
        path ->
            path.startsWith(FingerprintPaths.ENV_FIELD_REF)
                || isSame(fields.get(path), other.fields.get(path)));
    return paths;
  }

  /**
   * Returns the paths of the owned fields of the spec, without their values. Another manager can
   * change a value only by taking ownership of the field. If the value of an owned field differs,
   * an admission plugin mutated it, and applying it again would have no effect.
   */
  String ownedPaths() {
    return fields.keySet().stream()
        .filter(path -> path.startsWith("spec"))
        .map(
            path ->
                path.startsWith(FingerprintPaths.TOLERATIONS) ? FingerprintPaths.TOLERATIONS : path)
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  /** Returns a digest of the image and the resources of a container. */
  String imageAndResourcesDigest(String container) {
    var tree = JsonNodeFactory.instance.objectNode();
    for (var list : FingerprintPaths.CONTAINER_LISTS) {
      var path = "spec." + list + "[" + container + "].";
      fields.tailMap(path).entrySet().stream()
          .takeWhile(field -> field.getKey().startsWith(path))
          .filter(field -> isImageOrResources(field.getKey().substring(path.length())))
          .forEach(field -> tree.put(field.getKey(), field.getValue()));
    }
    return ComparedFields.shortDigest(tree);
  }

  private static boolean isImageOrResources(String field) {
    return field.equals("image") || field.startsWith("resources");
  }

  @Nullable String value(String path) {
    return fields.get(path);
  }

  /** Returns the names of the containers in {@code containers} or {@code initContainers}. */
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
}
