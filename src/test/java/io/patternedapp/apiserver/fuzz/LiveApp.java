package io.patternedapp.apiserver.fuzz;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.FingerprintDiff;
import io.patternedapp.rollout.PodFieldDigests;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An app in the cluster that a test edits many times, with specs that the API server or the
 * operator may reject.
 */
final class LiveApp {

  /**
   * The start of the static part of the node port range: the API server allocates ports from the
   * dynamic part first.
   */
  private static final int FIRST_NODE_PORT = 30000;

  private static final int NODE_PORT_COUNT = 80;
  private static final int NODE_PORTS_PER_APP = 3;
  private static final int MAX_REPLICAS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

  private final KubernetesClient client;
  private final WatchMirror mirror;
  private final String namespace;
  private final String name;
  private long generation;

  LiveApp(KubernetesClient client, WatchMirror mirror, String namespace, String name) {
    this.client = client;
    this.mirror = mirror;
    this.namespace = namespace;
    this.name = name;
  }

  String name() {
    return name;
  }

  /**
   * Returns the spec of a random app with unique node ports and Service name, at most two replicas
   * and no pause, partition or delay of updates.
   *
   * @param number the number of the app, unique in the test
   */
  ObjectNode isolatedSpec(RandomApp random, int number) {
    var spec = random.spec().deepCopy();
    int port = FIRST_NODE_PORT + number * NODE_PORTS_PER_APP % NODE_PORT_COUNT;
    for (var servicePort : spec.path("service").path("ports")) {
      if (servicePort.has("nodePort")) {
        ((ObjectNode) servicePort).put("nodePort", port++);
      }
    }
    if (spec.path("service") instanceof ObjectNode service && service.has("name")) {
      service.put("name", name + "-front");
    }
    if (spec.path("replicas").asInt() > MAX_REPLICAS) {
      spec.put("replicas", MAX_REPLICAS);
    }
    var workload = spec.path("workload");
    if (workload.path("pod") instanceof ObjectNode pod) {
      pod.put("inPlaceGraceSeconds", 0).put("paused", false).put("partition", 0);
    } else if (workload.path("kind").asText("Pod").equals("Pod")) {
      spec.withObject("workload").withObject("pod").put("inPlaceGraceSeconds", 0);
    }
    return spec;
  }

  void create(JsonNode spec) {
    var tree = MAPPER.createObjectNode();
    tree.put("apiVersion", "patternedapp.io/v1alpha1").put("kind", "PatternedApp");
    tree.putObject("metadata").put("name", name).put("namespace", namespace);
    tree.set("spec", spec);
    var app = Serialization.unmarshal(tree.toString(), GenericKubernetesResource.class);
    generation =
        client
            .genericKubernetesResources(WatchMirror.APP_RESOURCE)
            .inNamespace(namespace)
            .resource(app)
            .create()
            .getMetadata()
            .getGeneration();
  }

  /**
   * Replaces the spec.
   *
   * @param spec the new spec
   * @return the message of the API server if it rejects the spec; empty otherwise
   */
  Optional<String> replaceSpec(JsonNode spec) {
    var patch = MAPPER.createArrayNode();
    patch.addObject().put("op", "replace").put("path", "/spec").set("value", spec);
    try {
      generation =
          client
              .genericKubernetesResources(WatchMirror.APP_RESOURCE)
              .inNamespace(namespace)
              .withName(name)
              .patch(JSON_PATCH, patch.toString())
              .getMetadata()
              .getGeneration();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() < 400 || e.getCode() >= 500) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the generation of the stored spec. */
  long generation() {
    return generation;
  }

  /** Waits until the status reports the stored generation; returns the conditions. */
  Map<String, JsonNode> awaitObservedGeneration() {
    await("generation observed: " + name)
        .atMost(TIMEOUT)
        .pollInterval(POLL_INTERVAL)
        .pollDelay(Duration.ZERO)
        .until(() -> status().path("observedGeneration").asLong() >= generation);
    return conditions();
  }

  Map<String, JsonNode> conditions() {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> status().path("conditions").path(i))
        .takeWhile(condition -> !condition.isMissingNode())
        .collect(
            Collectors.toMap(
                c -> c.path("type").asText(), Function.identity(), (a, b) -> b, TreeMap::new));
  }

  /** Returns status and reason by condition type. */
  Map<String, String> conditionSummaries() {
    var summaries = new TreeMap<String, String>();
    conditions()
        .forEach(
            (type, c) ->
                summaries.put(type, c.path("status").asText() + " " + c.path("reason").asText()));
    return summaries;
  }

  boolean isConditionTrue(String condition) {
    return conditions().containsKey(condition)
        && conditions().get(condition).path("status").asText().equals("True");
  }

  private JsonNode status() {
    return mirror
        .app(name)
        .map(app -> app.getAdditionalProperties().get("status"))
        .<JsonNode>map(status -> MAPPER.valueToTree(status))
        .orElseGet(() -> MAPPER.createObjectNode());
  }

  /** Returns the owned fields of each child. */
  Map<String, String> ownedFields() {
    return byId(mirror.children(name), LiveApp::ownedFields);
  }

  /** Returns the UID of each child. */
  Map<String, String> uids() {
    return byId(mirror.children(name), child -> child.getMetadata().getUid());
  }

  /** Returns the fields of each child that the stored app declares. */
  Map<String, String> desiredFields() {
    return byId(
        Expander.expand(storedApp()).children().stream(),
        child ->
            child instanceof Pod pod
                ? PodFieldDigests.ofDesired(pod).toString()
                : Fingerprint.ofDesired(child));
  }

  /**
   * Returns the fields in which the children differ from the desired children of the stored app.
   */
  String describeDifferences() {
    var live =
        mirror.children(name).collect(Collectors.toMap(LiveApp::childId, Function.identity()));
    return Expander.expand(storedApp()).children().stream()
        .filter(desired -> live.containsKey(childId(desired)))
        .map(
            desired ->
                childId(desired)
                    + ":\n"
                    + FingerprintDiff.format(desired, live.get(childId(desired))))
        .collect(Collectors.joining("\n"));
  }

  private PatternedApp storedApp() {
    var stored =
        client
            .genericKubernetesResources(WatchMirror.APP_RESOURCE)
            .inNamespace(namespace)
            .withName(name)
            .get();
    return Serialization.unmarshal(Serialization.asJson(stored), PatternedApp.class);
  }

  private static String childId(HasMetadata child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  private static String ownedFields(HasMetadata child) {
    return child instanceof Pod pod
        ? PodFieldDigests.ofLive(pod).toString()
        : Fingerprint.ofLive(child);
  }

  private static Map<String, String> byId(
      Stream<HasMetadata> children, Function<HasMetadata, String> value) {
    return children.collect(Collectors.toMap(LiveApp::childId, value, (a, b) -> a, TreeMap::new));
  }

  /** Deletes a random child as another user; returns its kind and name. */
  String deleteRandomChild(Random random) {
    var all = mirror.children(name).toList();
    var child = all.get(random.nextInt(all.size()));
    client.resource(child).withGracePeriod(0).delete();
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  /** Deletes the app and, in place of the garbage collector, its children. */
  void delete() {
    client
        .genericKubernetesResources(WatchMirror.APP_RESOURCE)
        .inNamespace(namespace)
        .withName(name)
        .delete();
    mirror.children(name).forEach(child -> client.resource(child).withGracePeriod(0).delete());
  }
}
