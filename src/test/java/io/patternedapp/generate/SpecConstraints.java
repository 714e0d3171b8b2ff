package io.patternedapp.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Changes a random spec so that its fields are consistent and the app is valid. */
final class SpecConstraints {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> HELPERS = List.of("ambassadors", "adapters", "sidecars");
  private static final int UNDECLARED_PORT = 65000;
  private static final int FIRST_PORT = 8000;
  private static final int HOST_PORT_OFFSET = 10000;

  /** Start of the static band, from which the API server allocates node ports last. */
  private static final int FIRST_NODE_PORT = 30000;

  /** Exceeds any random number of failed indexes. */
  private static final int COMPLETIONS = 50;

  /** Kind for each field of {@code workload}. */
  private static final Map<String, String> KIND_BY_MEMBER =
      Map.of(
          "pod", "Pod",
          "deployment", "Deployment",
          "statefulSet", "StatefulSet",
          "daemonSet", "DaemonSet",
          "job", "Job",
          "cronJob", "CronJob");

  private final ObjectNode spec;
  private final Random random;
  private int counter;

  private SpecConstraints(ObjectNode spec, Random random) {
    this.spec = spec;
    this.random = random;
  }

  static ObjectNode enforce(ObjectNode spec, Random random) {
    var constraints = new SpecConstraints(spec, random);
    constraints.assignContainerNames();
    constraints.alignWorkload();
    constraints.alignDisruptionBudget();
    constraints.alignVolumes();
    constraints.containers().forEach(constraints::alignContainer);
    constraints.alignHelpers();
    constraints.alignStartAfter();
    constraints.alignMetrics();
    constraints.alignPod();
    constraints.alignSecurityContexts();
    constraints.alignService();
    return spec;
  }

  private Stream<ObjectNode> containers() {
    return Stream.of(
            Stream.of(mainContainer()),
            Stream.of("init").flatMap(this::containersOf),
            helperItems())
        .flatMap(s -> s);
  }

  private Stream<ObjectNode> helperItems() {
    return HELPERS.stream().flatMap(this::containersOf);
  }

  private ObjectNode mainContainer() {
    return (ObjectNode) spec.get("main");
  }

  private Stream<ObjectNode> containersOf(String role) {
    return objectsOf(spec.path(role));
  }

  private static Stream<ObjectNode> objectsOf(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(ObjectNode.class::cast);
  }

  private int nextNumber() {
    return ++counter;
  }

  private void assignContainerNames() {
    if (mainContainer().has("name")) {
      mainContainer().put("name", "app");
    }
    for (var role : List.of("init", "ambassadors", "adapters", "sidecars")) {
      containersOf(role).forEach(container -> container.put("name", role + nextNumber()));
    }
  }

  /** Adds a volume for mounts and, if needed, a block device. */
  private void alignVolumes() {
    var volumes = spec.withArray("volumes");
    if (containers().anyMatch(c -> c.has("volumeMounts"))) {
      volumes.addObject();
    }
    if (containers().anyMatch(c -> c.has("volumeDevices"))) {
      volumes.addObject().putObject("persistentVolumeClaim").put("claimName", "disk");
    }
    for (var volume : objectsOf(volumes).toList()) {
      volume.put("name", "v" + nextNumber());
      if (volume.size() > 1 && !hasOnlyEmptyDirFields(volume)) {
        volume.remove(List.of("medium", "sizeLimit"));
      }
      makePathsUnique(volume);
    }
    if (volumes.isEmpty()) {
      spec.remove("volumes");
    }
  }

  private static boolean hasOnlyEmptyDirFields(ObjectNode volume) {
    return StreamSupport.stream(((Iterable<String>) volume::fieldNames).spliterator(), false)
        .allMatch(List.of("name", "medium", "sizeLimit")::contains);
  }

  /** Assigns unique file paths, and resolves the placeholder for the name of main. */
  private void makePathsUnique(JsonNode tree) {
    for (var field : tree.properties()) {
      if (field.getKey().equals("items") || field.getKey().equals("serviceAccountToken")) {
        Stream.concat(
                objectsOf(field.getValue().isArray() ? field.getValue() : NODES.arrayNode()),
                field.getValue() instanceof ObjectNode token ? Stream.of(token) : Stream.of())
            .filter(item -> item.has("path"))
            .forEach(item -> item.put("path", "f" + nextNumber()));
      }
      makePathsUnique(field.getValue());
    }
    if (tree.isArray()) {
      tree.forEach(this::makePathsUnique);
    }
    if (tree.path("containerName").asText().equals("MAIN")) {
      ((ObjectNode) tree).put("containerName", mainContainer().path("name").asText("main"));
    }
  }

  private void alignContainer(ObjectNode container) {
    for (var port : objectsOf(container.path("ports")).toList()) {
      int number = FIRST_PORT + nextNumber();
      port.put("containerPort", number);
      if (port.has("hostPort")) {
        port.put("hostPort", number + HOST_PORT_OFFSET);
      }
      if (port.has("name")) {
        port.put("name", "p" + number);
      }
    }
    objectsOf(container.path("env")).forEach(env -> env.put("name", "ENV_" + nextNumber()));
    objectsOf(container.path("exportEnv"))
        .forEach(env -> env.put("name", "EXPORTED_" + nextNumber()));
    makePathsUnique(container.path("env"));
    alignMounts(container);
    for (var hook : List.of("postStart", "preStop")) {
      alignHandlerPort(container, container.path("lifecycle").path(hook));
    }
    for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      alignHandlerPort(container, container.path(probe));
    }
    if (container.path("lifecycle").isEmpty()) {
      container.remove("lifecycle");
    }
  }

  private void alignMounts(ObjectNode container) {
    for (var files : objectsOf(container.path("files")).toList()) {
      files.put("mountPath", "/files/" + nextNumber());
    }
    var kinds = List.of("persistentVolumeClaim", "ephemeral");
    var devices = new ArrayList<String>();
    var others = new ArrayList<String>();
    for (var volume : spec.path("volumes")) {
      (kinds.stream().anyMatch(volume::has) ? devices : others).add(volume.get("name").asText());
    }
    var privileged = container.path("securityContext").path("privileged").asBoolean();
    for (var mount : objectsOf(container.path("volumeMounts")).toList()) {
      mount.put("name", pickAny(others));
      mount.put("mountPath", "/mnt/" + nextNumber() + (random.nextBoolean() ? "/" : ""));
      if (mount.path("mountPropagation").asText().equals("Bidirectional") && !privileged) {
        mount.put("mountPropagation", "HostToContainer");
      }
      if (mount.has("recursiveReadOnly")) {
        mount.put("readOnly", true);
        mount.remove("mountPropagation");
      }
    }
    for (var device : objectsOf(container.path("volumeDevices")).toList()) {
      device.put("name", pickAny(devices));
      device.put("devicePath", "/dev/x" + nextNumber());
    }
    removeDuplicateNames(container, "volumeDevices");
  }

  /** Removes duplicates: a container can use a claim as one device only. */
  private static void removeDuplicateNames(ObjectNode container, String list) {
    var seen = new HashSet<String>();
    for (var iterator = container.path(list).elements(); iterator.hasNext(); ) {
      if (!seen.add(iterator.next().path("name").asText())) {
        iterator.remove();
      }
    }
  }

  /** Sets the port of probes and hooks: a port of the same container, or an undeclared one. */
  private void alignHandlerPort(ObjectNode container, JsonNode handler) {
    for (var action : List.of("httpGet", "tcpSocket", "grpc")) {
      if (!(handler.path(action) instanceof ObjectNode http)) {
        continue;
      }
      http.put("port", UNDECLARED_PORT);
      var own = container.path("ports").path(0);
      if (!own.isMissingNode() && random.nextBoolean()) {
        var name = own.path("name").asText();
        if (name.isEmpty() || action.equals("grpc") || random.nextBoolean()) {
          http.set("port", own.get("containerPort"));
        } else {
          http.put("port", name);
        }
      }
    }
  }

  private void alignHelpers() {
    if (runsToCompletion()) {
      helperItems().forEach(helper -> helper.remove("mode"));
    }
    for (var ambassador : containersOf("ambassadors").toList()) {
      if (ambassador.path("direction").asText().equals("Outbound")) {
        ambassador.remove(List.of("mode", "isolate"));
      } else {
        declarePort(ambassador);
      }
    }
    for (var role : HELPERS) {
      containersOf(role)
          .filter(helper -> !isNative(role, helper))
          .forEach(h -> h.remove("restartPolicy"));
    }
  }

  private boolean isNative(String role, JsonNode helper) {
    return helper
        .path("mode")
        .asText(role.equals("adapters") && !runsToCompletion() ? "Regular" : "Native")
        .equals("Native");
  }

  private void declarePort(ObjectNode container) {
    if (!container.has("ports")) {
      int number = FIRST_PORT + nextNumber();
      var port = container.putArray("ports").addObject().put("containerPort", number);
      if (random.nextBoolean()) {
        port.put("name", "p" + number);
      }
    }
  }

  /** Sets startAfter by a random order, so that there are no cycles. */
  private void alignStartAfter() {
    var order = new ArrayList<ObjectNode>(containersOf("init").toList());
    for (var role : HELPERS) {
      containersOf(role).filter(helper -> isNative(role, helper)).forEach(order::add);
      containersOf(role)
          .filter(helper -> !isNative(role, helper))
          .forEach(h -> h.remove("startAfter"));
    }
    Collections.shuffle(order, random);
    order.sort(Comparator.comparing(c -> c.has("startAfter")));
    for (int i = 0; i < order.size(); i++) {
      if (!order.get(i).has("startAfter")) {
        continue;
      }
      if (i == 0) {
        order.get(i).remove("startAfter");
      } else {
        order.get(i).putArray("startAfter").add(order.get(random.nextInt(i)).get("name").asText());
      }
    }
  }

  private void alignMetrics() {
    var annotated = false;
    for (var adapter : containersOf("adapters").toList()) {
      if (!(adapter.path("metrics") instanceof ObjectNode metrics)) {
        continue;
      }
      declarePort(adapter);
      var port = adapter.get("ports").get(0);
      metrics.set(
          "port",
          random.nextBoolean() && port.has("name") ? port.get("name") : port.get("containerPort"));
      if (metrics.path("monitor").asText("Annotations").equals("Annotations")) {
        if (annotated) {
          metrics.put("monitor", "None");
        }
        annotated = true;
      }
    }
  }

  private void alignWorkload() {
    if (!(spec.path("workload") instanceof ObjectNode workload)) {
      return;
    }
    var member =
        KIND_BY_MEMBER.entrySet().stream()
            .filter(entry -> workload.has(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (member.isPresent()) {
      workload.put("kind", member.get());
    } else if (workload.path("kind").asText().equals("CronJob")) {
      workload.putObject("cronJob").put("schedule", "@hourly");
    }
    if (workload.path("deployment").path("strategy") instanceof ObjectNode strategy
        && !strategy.has("rollingUpdate")
        && random.nextBoolean()) {
      strategy.put("type", "Recreate");
    }
    for (var claim :
        objectsOf(workload.path("statefulSet").path("volumeClaimTemplates")).toList()) {
      claim.withObject("metadata").put("name", "v" + nextNumber());
    }
    if (workload.path("job") instanceof ObjectNode job) {
      alignJob(job);
    }
    makePathsUnique(workload);
  }

  /** Removes the disruption budget from kinds without replicas. */
  private void alignDisruptionBudget() {
    var kind = spec.path("workload").path("kind").asText("Pod");
    if (!Set.of("Pod", "Deployment", "StatefulSet").contains(kind)) {
      spec.remove("disruptionBudget");
    }
  }

  private void alignJob(ObjectNode job) {
    if (job.has("maxFailedIndexes")) {
      job.put("backoffLimitPerIndex", 1);
    }
    if (job.has("backoffLimitPerIndex") || job.has("successPolicy")) {
      job.put("completionMode", "Indexed");
    }
    if (job.path("completionMode").asText().equals("Indexed")) {
      job.put("completions", COMPLETIONS);
    }
    if (job.has("podFailurePolicy")) {
      if (job.has("podReplacementPolicy")) {
        job.put("podReplacementPolicy", "Failed");
      }
      if (spec.path("pod") instanceof ObjectNode pod) {
        pod.remove("restartPolicy");
      }
    }
  }

  private String workloadKind() {
    return spec.path("workload").path("kind").asText("Pod");
  }

  private boolean runsToCompletion() {
    return workloadKind().equals("Job") || workloadKind().equals("CronJob");
  }

  private void alignPod() {
    if (!spec.path("volumes").findValues("serviceAccountToken").isEmpty()) {
      // The ServiceAccount admission plugin does the same in a cluster.
      spec.withObject("pod").put("serviceAccountName", "default");
    }
    if (!(spec.path("pod") instanceof ObjectNode pod)) {
      return;
    }
    if (runsToCompletion()) {
      if (pod.has("restartPolicy")) {
        pod.put("restartPolicy", pickAny(List.of("Never", "OnFailure")));
      }
    } else if (!workloadKind().equals("Pod")) {
      pod.remove(List.of("restartPolicy", "activeDeadlineSeconds"));
    } else if (pod.has("restartPolicy") && random.nextBoolean()) {
      pod.put("restartPolicy", pickAny(List.of("Always", "Never", "OnFailure")));
    }
    if (pod.path("dnsPolicy").asText().equals("None")) {
      var config = pod.path("dnsConfig") instanceof ObjectNode c ? c : pod.putObject("dnsConfig");
      if (config.path("nameservers").isEmpty()) {
        config.putArray("nameservers").add("1.1.1.1");
      }
    }
    for (var spread : objectsOf(pod.path("topologySpreadConstraints")).toList()) {
      if (spread.has("minDomains")) {
        spread.put("whenUnsatisfiable", "DoNotSchedule");
      }
      if (spread.has("matchLabelKeys") && !spread.has("labelSelector")) {
        spread.putObject("labelSelector");
      }
    }
    removeDuplicateSpreadConstraints(pod.path("topologySpreadConstraints"));
  }

  private static void removeDuplicateSpreadConstraints(JsonNode list) {
    var seen = new HashSet<String>();
    for (var iterator = list.elements(); iterator.hasNext(); ) {
      var spread = iterator.next();
      if (!seen.add(
          spread.path("topologyKey").asText() + spread.path("whenUnsatisfiable").asText())) {
        iterator.remove();
      }
    }
  }

  private void alignSecurityContexts() {
    var restricted = spec.path("security").asText().equals("Restricted");
    for (var container : containers().toList()) {
      if (container.path("securityContext") instanceof ObjectNode context
          && context.path("privileged").asBoolean()) {
        if (restricted) {
          context.put("allowPrivilegeEscalation", true);
        } else if (!context.path("allowPrivilegeEscalation").asBoolean(true)) {
          context.remove("allowPrivilegeEscalation");
        }
      }
    }
  }

  private void alignService() {
    if (!(spec.path("service") instanceof ObjectNode service)) {
      return;
    }
    if (service.has("clusterIP")) {
      service.remove("type");
    }
    var type = service.has("clusterIP") ? "ClusterIP" : service.path("type").asText("NodePort");
    if (service.has("loadBalancerClass") || service.has("loadBalancerSourceRanges")) {
      type = "LoadBalancer";
      service.remove("clusterIP");
      service.put("type", type);
    } else if (type.equals("ClusterIP") && service.has("externalTrafficPolicy")) {
      service.remove("externalTrafficPolicy");
    }
    if (service.has("sessionAffinityConfig")) {
      service.put("sessionAffinity", "ClientIP");
    }
    alignServicePorts(service, type);
  }

  private void alignServicePorts(ObjectNode service, String type) {
    var targets = targetablePorts();
    if (targets.isEmpty()) {
      declarePort(mainContainer());
      targets = targetablePorts();
    }
    var inboundAmbassadors =
        containersOf("ambassadors").filter(SpecConstraints::isInbound).toList();
    if (!service.has("ports") && inboundAmbassadors.isEmpty()) {
      declarePort(mainContainer());
    }
    for (var port : objectsOf(service.path("ports")).toList()) {
      var target = targets.get(random.nextInt(targets.size()));
      int number = 1 + nextNumber();
      port.put("port", number);
      port.put("protocol", target.path("protocol").asText("TCP"));
      port.set(
          "targetPort",
          random.nextBoolean() && target.has("name")
              ? target.get("name")
              : target.get("containerPort"));
      if (port.has("name") || service.get("ports").size() > 1) {
        port.put("name", "s" + number);
      }
      if (type.equals("ClusterIP")) {
        port.remove("nodePort");
      } else if (port.has("nodePort")) {
        port.put("nodePort", FIRST_NODE_PORT + counter % 80);
      }
    }
  }

  private static boolean isInbound(JsonNode ambassador) {
    return !ambassador.path("direction").asText().equals("Outbound");
  }

  /** Returns the container ports that the Service can target. */
  private List<ObjectNode> targetablePorts() {
    var isolated =
        containersOf("ambassadors")
            .anyMatch(a -> isInbound(a) && a.path("isolate").asBoolean(true));
    var open =
        Stream.concat(
            containersOf("ambassadors").filter(SpecConstraints::isInbound),
            containersOf("adapters"));
    var all = isolated ? open : Stream.concat(Stream.of(mainContainer()), helperItems());
    return all.flatMap(c -> objectsOf(c.path("ports"))).toList();
  }

  private String pickAny(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
