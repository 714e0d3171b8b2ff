package io.patternedapp.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.workload.PodStatusReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The last in-place update of a Pod, as recorded in an annotation. A container that the kubelet
 * restarts for a new image gets a new ID, even if both images are the same. Until the ID changes,
 * the status of the Pod describes the previous container.
 *
 * @param at when the update was sent
 * @param before the previous state of the containers that restart, by name
 */
public record InPlaceUpdateRecord(String at, Map<String, PreviousContainer> before) {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /**
   * A container before its restart.
   *
   * @param id the container ID that the kubelet reported
   * @param form digest of the image and the resources in the spec of the Pod
   */
  public record PreviousContainer(String id, String form) {}

  /**
   * Creates the record to write to a Pod together with the update of its containers.
   *
   * @param fingerprint the fingerprint of the Pod before the update
   * @param restarted the containers that the kubelet will restart
   */
  public static InPlaceUpdateRecord start(
      Pod live, PodFieldDigests fingerprint, Set<String> restarted, Instant now) {
    var ids = containerIds(live);
    var before =
        restarted.stream()
            .filter(ids::containsKey)
            .collect(
                Collectors.toMap(
                    name -> name,
                    name ->
                        new PreviousContainer(
                            ids.get(name), fingerprint.imageAndResourcesDigest(name)),
                    (a, b) -> a,
                    TreeMap::new));
    return new InPlaceUpdateRecord(now.toString(), before);
  }

  /** Reads the last update from the annotation of a Pod. */
  static Optional<InPlaceUpdateRecord> readFrom(Pod live) {
    return Optional.ofNullable(live.getMetadata().getAnnotations().get(Annotations.IN_PLACE_UPDATE))
        .flatMap(InPlaceUpdateRecord::parse);
  }

  /**
   * Returns the containers that the kubelet has not restarted yet. A container whose change an
   * admission plugin reverted does not restart.
   *
   * @param fingerprint the current fingerprint of the Pod
   */
  Set<String> pendingRestarts(Pod live, PodFieldDigests fingerprint) {
    var ids = containerIds(live);
    return before.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(ids.get(entry.getKey())))
        .filter(
            entry ->
                !entry
                    .getValue()
                    .form()
                    .equals(fingerprint.imageAndResourcesDigest(entry.getKey())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  Instant sentAt() {
    return Instant.parse(at);
  }

  /** Returns the JSON text that the annotation holds. */
  @Override
  public String toString() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns an empty result for a value that the operator did not write. */
  private static Optional<InPlaceUpdateRecord> parse(String text) {
    try {
      var update = MAPPER.readValue(text, InPlaceUpdateRecord.class);
      Instant.parse(Objects.requireNonNullElse(update.at(), ""));
      return Optional.of(update).filter(it -> it.before() != null);
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> containerIds(Pod live) {
    var ids = new HashMap<String, String>();
    PodStatusReader.containerStatuses(live)
        .filter(status -> status.getContainerID() != null && !status.getContainerID().isEmpty())
        .forEach(status -> ids.put(status.getName(), status.getContainerID()));
    return ids;
  }
}
