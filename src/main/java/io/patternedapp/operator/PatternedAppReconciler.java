package io.patternedapp.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.apply.Applier;
import io.patternedapp.apply.Change;
import io.patternedapp.apply.ChildWriter;
import io.patternedapp.apply.EventRecorder;
import io.patternedapp.apply.Hidden;
import io.patternedapp.apply.Kubelets;
import io.patternedapp.apply.Outcome;
import io.patternedapp.apply.StatusWriter;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Names;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.leader.NotLeadingException;
import io.patternedapp.status.AppEvent;
import io.patternedapp.status.AppEvents;
import io.patternedapp.status.AppStatus;
import io.patternedapp.status.NextLook;
import io.patternedapp.status.Situation;
import io.patternedapp.validate.Problem;
import io.patternedapp.validate.Validator;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Validate, expand, apply, observe, write the status, send Events. */
@ControllerConfiguration(name = PatternedAppReconciler.NAME, fieldManager = Names.OPERATOR)
final class PatternedAppReconciler implements Reconciler<PatternedApp> {

  static final String NAME = "patternedapp";

  private static final Logger LOG = LoggerFactory.getLogger(PatternedAppReconciler.class);

  /** Changes that a person would want to know of; the others follow from the app itself. */
  private static final Set<String> TELLING = Set.of("Updating", "Repaired", "Replaced", "Adopted");

  private final SimpleInboundEventSource<PatternedApp> wakes =
      new SimpleInboundEventSource<>("wake");
  private final KnownApps apps;
  private final ChildSources children;
  private final Applier applier;
  private final StatusWriter statusWriter;
  private final EventRecorder events;
  private final Leadership leadership;
  private final MissingSince missingSince;
  private final Clock clock;

  PatternedAppReconciler(
      KubernetesClient client,
      KnownApps apps,
      EventRecorder events,
      Leadership leadership,
      Clock clock) {
    this.apps = apps;
    this.children = new ChildSources(wakes::propagateEvent, apps::contains);
    this.applier =
        new Applier(
            children, new ChildWriter(impatient(client)), new Kubelets(client, clock), clock);
    this.statusWriter = new StatusWriter(client, clock);
    this.events = events;
    this.leadership = leadership;
    this.missingSince = new MissingSince(clock);
    this.clock = clock;
  }

  /** Looks at every app again. */
  void wakeAll() {
    apps.ids().forEach(wakes::propagateEvent);
  }

  @Override
  public List<EventSource<?, PatternedApp>> prepareEventSources(
      EventSourceContext<PatternedApp> context) {
    var sources = children.create(context);
    sources.add(wakes);
    return sources;
  }

  @Override
  public UpdateControl<PatternedApp> reconcile(PatternedApp app, Context<PatternedApp> context) {
    if (!leadership.holds()) {
      return UpdateControl.noUpdate();
    }
    try (var ignored = MDC.putCloseable("app", nameOf(app))) {
      var problems = Validator.validate(app);
      var outcome = apply(app, problems, context);
      var situation = observe(app, problems, outcome);
      var status = AppStatus.of(situation, clock);
      var pause = report(app, status, outcome, context);
      if (outcome != null && outcome.failed()) {
        throw new NotAppliedException(outcome.applied().problems().get(0).reason().name());
      }
      return next(pause, outcome, NextLook.in(situation, clock));
    }
  }

  @Override
  public ErrorStatusUpdateControl<PatternedApp> updateErrorStatus(
      PatternedApp app, Context<PatternedApp> context, Exception e) {
    try (var ignored = MDC.putCloseable("app", nameOf(app))) {
      if (e instanceof NotAppliedException || e instanceof NotLeadingException || isStale(e)) {
        LOG.debug("Will be tried again: {}", told(app, e));
      } else if (e instanceof KubernetesClientException) {
        LOG.warn("The API server could not be asked, will be tried again: {}", told(app, e));
      } else {
        LOG.error("Unexpected, will be tried again: {}", Hidden.of(app).in(e));
      }
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** In the API server's own words, where it has said something. */
  private static String told(PatternedApp app, Exception e) {
    var status = e instanceof KubernetesClientException refused ? refused.getStatus() : null;
    var words = status == null ? null : status.getMessage();
    return Hidden.of(app).in(String.valueOf(words == null ? e.getMessage() : words));
  }

  /**
   * A client that comes back with an error soon: a webhook that does not answer would else hold a
   * thread for minutes before anybody hears of it. The whole reconcile is tried again anyway.
   */
  private static KubernetesClient impatient(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(1)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** Whether the app or a child changed meanwhile, or the app is gone. */
  private static boolean isStale(Exception e) {
    return e instanceof KubernetesClientException refused
        && (refused.getCode() == HttpURLConnection.HTTP_CONFLICT || isOfGoneApp(refused));
  }

  private static boolean isOfGoneApp(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && details != null
        && PatternedApp.PLURAL.equals(details.getKind());
  }

  private @Nullable Outcome apply(
      PatternedApp app, List<Problem> problems, Context<PatternedApp> context) {
    if (problems.stream().anyMatch(Problem::isError)) {
      return null;
    }
    var expansion = Expander.expand(app);
    children.watchMonitors(expansion, context);
    return applier.apply(app, expansion);
  }

  private Situation observe(PatternedApp app, List<Problem> problems, @Nullable Outcome outcome) {
    var observed = missingSince.remember(app, Observation.of(app, children.of(app)));
    return new Situation(app, problems, outcome == null ? null : outcome.applied(), observed);
  }

  /** Writes the status if it changed and is due, then sends Events; returns how long to wait. */
  private Duration report(
      PatternedApp app,
      PatternedAppStatus status,
      @Nullable Outcome outcome,
      Context<PatternedApp> context) {
    var pause = Duration.ZERO;
    Stream<AppEvent> transitions = Stream.empty();
    if (!status.equals(app.getStatus())) {
      pause = statusWriter.pause(app, status);
      if (pause.isZero()) {
        var written = statusWriter.write(app, status);
        context
            .eventSourceRetriever()
            .getControllerEventSource()
            .handleRecentResourceUpdate(ResourceID.fromResource(app), written, app);
        transitions = AppEvents.between(app.getStatus(), status).stream();
      }
    }
    var changes = outcome == null ? Stream.<AppEvent>empty() : telling(outcome.changes());
    Stream.concat(changes, transitions).forEach(event -> events.record(app, event));
    return pause;
  }

  private static Stream<AppEvent> telling(List<Change> changes) {
    return changes.stream()
        .filter(change -> TELLING.contains(change.reason()))
        .map(change -> new AppEvent(AppEvent.Type.Normal, change.reason(), change.message()));
  }

  /** Looks again when the first of these is due. */
  private static UpdateControl<PatternedApp> next(
      Duration pause, @Nullable Outcome outcome, Optional<Duration> look) {
    var control = UpdateControl.<PatternedApp>noUpdate();
    Stream.of(
            Optional.of(pause).filter(p -> !p.isZero()),
            Optional.ofNullable(outcome == null ? null : outcome.recheck()),
            look)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  private static String nameOf(PatternedApp app) {
    return app.getMetadata().getNamespace() + "/" + app.getMetadata().getName();
  }
}
