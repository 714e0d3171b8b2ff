package io.patternedapp.cli.graph;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.patternedapp.api.Adapter;
import io.patternedapp.api.Ambassador;
import io.patternedapp.api.AppServicePort;
import io.patternedapp.api.ExportedEnv;
import io.patternedapp.api.Helper;
import io.patternedapp.api.Monitor;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.cli.graph.AppGraph.Container;
import io.patternedapp.cli.graph.AppGraph.Door;
import io.patternedapp.cli.graph.AppGraph.Front;
import io.patternedapp.cli.graph.AppGraph.Link;
import io.patternedapp.cli.graph.AppGraph.Port;
import io.patternedapp.cli.graph.AppGraph.Scrape;
import io.patternedapp.cli.graph.AppGraph.Start;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.StartOrder;
import io.patternedapp.expand.TargetPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the model of an app from its spec and what it expands into. */
public final class AppGraphs {

  private static final String TCP = "TCP";

  private final PatternedApp app;
  private final PatternedAppSpec spec;
  private final @Nullable NetworkPolicy policy;
  private final @Nullable Service service;

  private AppGraphs(PatternedApp app) {
    this.app = app;
    this.spec = app.getSpec();
    var children = Expander.expand(app).children();
    this.policy = only(children, NetworkPolicy.class).findFirst().orElse(null);
    this.service =
        spec.service() == null
            ? null
            : only(children, Service.class)
                .filter(s -> s.getMetadata().getName().equals(serviceName()))
                .findFirst()
                .orElse(null);
  }

  /** The model of an app that passed validation without errors. */
  public static AppGraph of(PatternedApp app) {
    var graphs = new AppGraphs(app);
    return new AppGraph(
        app.getMetadata().getName(),
        graphs.workload(),
        graphs.containers(),
        Stores.of(app),
        graphs.front(),
        graphs.policy == null ? null : graphs.policy.getMetadata().getName(),
        graphs.scrapes(),
        graphs.links());
  }

  private static <T> Stream<T> only(List<?> children, Class<T> type) {
    return children.stream().filter(type::isInstance).map(type::cast);
  }

  private String serviceName() {
    var settings = Objects.requireNonNull(spec.service());
    return Objects.requireNonNullElse(settings.name(), app.getMetadata().getName());
  }

  private String workload() {
    var kind = spec.kind();
    return kind.hasReplicas() && spec.replicaCount() != 1
        ? "%s, %d replicas".formatted(kind, spec.replicaCount())
        : kind.name();
  }

  private List<Container> containers() {
    var open = openPorts();
    var ordered = StartOrder.of(spec).containers();
    var containers = new ArrayList<Container>();
    for (var role : ordered) {
      containers.add(container(containers.size() + 1, role, open));
    }
    int last = ordered.size() + 1;
    Roles.of(spec).stream()
        .filter(role -> !role.startsBeforeMain())
        .forEach(role -> containers.add(container(last, role, open)));
    return List.copyOf(containers);
  }

  private static Container container(int step, RoleContainer role, Optional<Set<String>> open) {
    var start =
        role.role() == Role.INIT
            ? Start.TO_ITS_END
            : role.isNative() ? Start.BEFORE_MAIN : Start.LAST;
    var ports =
        role.container().getPorts().stream()
            .map(port -> label(port.getContainerPort(), port.getProtocol()))
            .map(label -> new Port(label, open.map(labels -> labels.contains(label)).orElse(true)))
            .toList();
    return new Container(
        step,
        Objects.requireNonNull(role.name()),
        role.role(),
        Objects.requireNonNullElse(role.container().getImage(), ""),
        start,
        role.runsBesideMain() ? ports : List.of());
  }

  /** What the NetworkPolicy admits; empty when there is none, and all is. */
  private Optional<Set<String>> openPorts() {
    return Optional.ofNullable(policy)
        .map(
            p ->
                p.getSpec().getIngress().stream()
                    .flatMap(rule -> rule.getPorts().stream())
                    .map(port -> label(port.getPort().getIntVal(), port.getProtocol()))
                    .collect(Collectors.toCollection(HashSet::new)));
  }

  private @Nullable Front front() {
    if (service == null) {
      return null;
    }
    var made = service.getSpec();
    var headless = "None".equals(made.getClusterIP());
    return new Front(
        service.getMetadata().getName(),
        headless ? "headless" : made.getType(),
        !"ClusterIP".equals(made.getType()),
        made.getPorts().stream().map(this::door).toList());
  }

  private Door door(ServicePort port) {
    var number = port.getTargetPort().getIntVal();
    var meant =
        new AppServicePort(
            null,
            port.getPort(),
            new IntOrString(number),
            null,
            PortProtocol.valueOf(Objects.requireNonNullElse(port.getProtocol(), TCP)),
            null);
    var found = (TargetPort.Found) TargetPort.of(spec, meant);
    return new Door(
        label(port.getPort(), port.getProtocol()),
        port.getNodePort(),
        label(number, port.getProtocol()),
        found.container() == null ? null : found.container().name());
  }

  private List<Scrape> scrapes() {
    return spec.adapters().stream().flatMap(adapter -> scrape(adapter).stream()).toList();
  }

  private Optional<Scrape> scrape(Adapter adapter) {
    var metrics = adapter.getMetrics();
    if (metrics == null || metrics.monitorOrDefault() == Monitor.None) {
      return Optional.empty();
    }
    var wanted = metrics.port();
    var port =
        adapter.getPorts().stream()
            .filter(p -> wanted.getStrVal() != null && wanted.getStrVal().equals(p.getName()))
            .map(p -> String.valueOf(p.getContainerPort()))
            .findFirst()
            .orElseGet(() -> String.valueOf(wanted.getIntVal()));
    var how =
        metrics.monitorOrDefault() == Monitor.PodMonitor
            ? "PodMonitor " + app.getMetadata().getName()
            : "annotations on the Pods";
    return Optional.of(new Scrape(adapter.getName(), port + metrics.pathOrDefault(), how));
  }

  private List<Link> links() {
    var links = new ArrayList<Link>();
    for (var ambassador : spec.ambassadors()) {
      links.addAll(ofAmbassador(ambassador));
    }
    spec.helpers().flatMap(helper -> exports(helper).stream()).forEach(links::add);
    return List.copyOf(links);
  }

  private List<Link> ofAmbassador(Ambassador ambassador) {
    if (ambassador.isInbound()) {
      return List.of(new Link(ambassador.getName(), spec.mainName(), "passes on"));
    }
    var ports =
        ambassador.getPorts().stream()
            .map(port -> "localhost:" + label(port.getContainerPort(), port.getProtocol()))
            .collect(Collectors.joining(", "));
    return List.of(
        new Link(spec.mainName(), ambassador.getName(), ports.isEmpty() ? "calls" : ports),
        new Link(ambassador.getName(), null, "calls"));
  }

  /** The name only: a value may be secret. */
  private Optional<Link> exports(Helper helper) {
    var names =
        helper.getExportEnv().stream().map(ExportedEnv::name).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Link(helper.getName(), spec.mainName(), "env " + names));
  }

  private static String label(@Nullable Integer number, @Nullable String protocol) {
    return protocol == null || protocol.equals(TCP)
        ? String.valueOf(number)
        : number + "/" + protocol;
  }
}
