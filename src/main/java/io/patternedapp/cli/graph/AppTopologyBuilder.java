package io.patternedapp.cli.graph;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.Ambassador;
import io.patternedapp.api.container.ExportedEnv;
import io.patternedapp.api.container.Helper;
import io.patternedapp.api.container.ScrapeDiscovery;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.cli.graph.AppTopology.Container;
import io.patternedapp.cli.graph.AppTopology.Link;
import io.patternedapp.cli.graph.AppTopology.Port;
import io.patternedapp.cli.graph.AppTopology.PortMapping;
import io.patternedapp.cli.graph.AppTopology.Scrape;
import io.patternedapp.cli.graph.AppTopology.ServiceNode;
import io.patternedapp.cli.graph.AppTopology.StartPhase;
import io.patternedapp.expand.Expander;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.MetricsPort;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.StartOrder;
import io.patternedapp.model.TargetPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds the model of an app from its spec and the children that it expands to. */
public final class AppTopologyBuilder {

  private static final String TCP = "TCP";

  private final PatternedApp app;
  private final PatternedAppSpec spec;
  private final @Nullable NetworkPolicy policy;
  private final @Nullable Service service;

  private AppTopologyBuilder(PatternedApp app) {
    this.app = app;
    this.spec = app.getSpec();
    var children = Expander.expand(app).children();
    this.policy = filterByType(children, NetworkPolicy.class).findFirst().orElse(null);
    this.service =
        spec.service() == null
            ? null
            : filterByType(children, Service.class)
                .filter(s -> s.getMetadata().getName().equals(serviceName()))
                .findFirst()
                .orElse(null);
  }

  /** Builds the model of an app that has no validation errors. */
  public static AppTopology build(PatternedApp app) {
    var builder = new AppTopologyBuilder(app);
    return new AppTopology(
        app.getMetadata().getName(),
        builder.describeWorkload(),
        builder.buildContainers(),
        TopologyVolumes.buildAll(app),
        builder.buildServiceNode(),
        builder.policy == null ? null : builder.policy.getMetadata().getName(),
        builder.buildScrapes(),
        builder.buildLinks());
  }

  private static <T> Stream<T> filterByType(List<?> children, Class<T> type) {
    return children.stream().filter(type::isInstance).map(type::cast);
  }

  private String serviceName() {
    var settings = Objects.requireNonNull(spec.service());
    return Objects.requireNonNullElse(settings.name(), app.getMetadata().getName());
  }

  private String describeWorkload() {
    var kind = spec.workloadKind();
    return kind.hasReplicas() && spec.replicaCount() != 1
        ? "%s, %d replicas".formatted(kind, spec.replicaCount())
        : kind.name();
  }

  private List<Container> buildContainers() {
    var open = openPorts();
    var ordered = StartOrder.resolve(spec).containers();
    var containers = new ArrayList<Container>();
    for (var role : ordered) {
      containers.add(buildContainer(containers.size() + 1, role, open));
    }
    int last = ordered.size() + 1;
    Roles.list(spec).stream()
        .filter(role -> !role.startsBeforeMain())
        .forEach(role -> containers.add(buildContainer(last, role, open)));
    return List.copyOf(containers);
  }

  private static Container buildContainer(
      int step, RoleContainer role, Optional<Set<String>> open) {
    var start =
        role.role() == ContainerRole.INIT
            ? StartPhase.RUN_TO_COMPLETION
            : role.isNative() ? StartPhase.BEFORE_MAIN : StartPhase.WITH_MAIN;
    var ports =
        role.container().getPorts().stream()
            .map(port -> portLabel(port.getContainerPort(), port.getProtocol()))
            .map(label -> new Port(label, open.map(labels -> labels.contains(label)).orElse(true)))
            .toList();
    return new Container(
        step,
        Objects.requireNonNull(role.name()),
        role.role(),
        Objects.requireNonNullElse(role.container().getImage(), ""),
        start,
        role.runsAlongsideMain() ? ports : List.of());
  }

  /** Returns the ports that the NetworkPolicy admits; empty if there is none, so all are open. */
  private Optional<Set<String>> openPorts() {
    return Optional.ofNullable(policy)
        .map(
            p ->
                p.getSpec().getIngress().stream()
                    .flatMap(rule -> rule.getPorts().stream())
                    .map(port -> portLabel(port.getPort().getIntVal(), port.getProtocol()))
                    .collect(Collectors.toCollection(HashSet::new)));
  }

  private @Nullable ServiceNode buildServiceNode() {
    if (service == null) {
      return null;
    }
    var serviceSpec = service.getSpec();
    var headless = "None".equals(serviceSpec.getClusterIP());
    return new ServiceNode(
        service.getMetadata().getName(),
        headless ? "headless" : serviceSpec.getType(),
        !"ClusterIP".equals(serviceSpec.getType()),
        serviceSpec.getPorts().stream().map(this::buildPortMapping).toList());
  }

  private PortMapping buildPortMapping(ServicePort port) {
    var number = port.getTargetPort().getIntVal();
    var declared =
        new AppServicePort(
            null,
            port.getPort(),
            new IntOrString(number),
            null,
            PortProtocol.valueOf(Objects.requireNonNullElse(port.getProtocol(), TCP)),
            null);
    var resolved = (TargetPort.Resolved) TargetPort.resolve(spec, declared);
    return new PortMapping(
        portLabel(port.getPort(), port.getProtocol()),
        port.getNodePort(),
        portLabel(number, port.getProtocol()),
        resolved.container() == null ? null : resolved.container().name());
  }

  private List<Scrape> buildScrapes() {
    return spec.adapters().stream().flatMap(adapter -> buildScrape(adapter).stream()).toList();
  }

  private Optional<Scrape> buildScrape(Adapter adapter) {
    var metrics = adapter.getMetrics();
    if (metrics == null || metrics.monitorOrDefault() == ScrapeDiscovery.None) {
      return Optional.empty();
    }
    var port =
        String.valueOf(
            MetricsPort.find(adapter)
                .<Object>map(ContainerPort::getContainerPort)
                .orElseGet(metrics.port()::getValue));
    var discovery =
        metrics.monitorOrDefault() == ScrapeDiscovery.PodMonitor
            ? "PodMonitor " + app.getMetadata().getName()
            : "Pod annotations";
    return Optional.of(new Scrape(adapter.getName(), port + metrics.pathOrDefault(), discovery));
  }

  private List<Link> buildLinks() {
    var links = new ArrayList<Link>();
    for (var ambassador : spec.ambassadors()) {
      links.addAll(ambassadorLinks(ambassador));
    }
    spec.helpers().flatMap(helper -> exportedEnvLink(helper).stream()).forEach(links::add);
    return List.copyOf(links);
  }

  private List<Link> ambassadorLinks(Ambassador ambassador) {
    if (ambassador.isInbound()) {
      return List.of(new Link(ambassador.getName(), spec.mainName(), "forwards traffic"));
    }
    var ports =
        ambassador.getPorts().stream()
            .map(port -> "localhost:" + portLabel(port.getContainerPort(), port.getProtocol()))
            .collect(Collectors.joining(", "));
    return List.of(
        new Link(spec.mainName(), ambassador.getName(), ports.isEmpty() ? "connects" : ports),
        new Link(ambassador.getName(), null, "connects"));
  }

  /** Shows the names only, because values can be secrets. */
  private Optional<Link> exportedEnvLink(Helper helper) {
    var names =
        helper.getExportEnv().stream().map(ExportedEnv::name).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Link(helper.getName(), spec.mainName(), "env " + names));
  }

  private static String portLabel(@Nullable Integer number, @Nullable String protocol) {
    return protocol == null || protocol.equals(TCP)
        ? String.valueOf(number)
        : number + "/" + protocol;
  }
}
