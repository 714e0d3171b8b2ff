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
import io.patternedapp.apply.ApplyResult;
import io.patternedapp.apply.ChildWriter;
import io.patternedapp.apply.EventRecorder;
import io.patternedapp.apply.KubeletCapabilities;
import io.patternedapp.apply.StatusWriter;
import io.patternedapp.apply.error.Redactor;
import io.patternedapp.expand.Expander;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.model.result.AppEvent;
import io.patternedapp.model.result.AppliedChange;
import io.patternedapp.operator.cache.AppIndex;
import io.patternedapp.operator.cache.ChildStore;
import io.patternedapp.operator.cache.ResourceCompressor;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.leader.NotLeadingException;
import io.patternedapp.status.AppStatusGenerator;
import io.patternedapp.status.StatusDeadlines;
import io.patternedapp.status.event.StatusTransitionEvents;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
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
@ControllerConfiguration(
    name = PatternedAppReconciler.CONTROLLER_NAME,
    fieldManager = ResourceNames.FIELD_MANAGER)
final class PatternedAppReconciler implements Reconciler<PatternedApp> {

  static final String CONTROLLER_NAME = "patternedapp";

  private static final Logger LOG = LoggerFactory.getLogger(PatternedAppReconciler.class);

  /** Changes that a person would want to know of; the others follow from the app itself. */
  private static final Set<String> EVENT_REASONS =
      Set.of("Updating", "Repaired", "Replaced", "Adopted");

  private final SimpleInboundEventSource<PatternedApp> resyncTrigger =
      new SimpleInboundEventSource<>("wake");
  private final AppIndex appIndex;
  private final ChildStore childStore;
  private final ChildEventSources childEventSources;
  private final Applier applier;
  private final StatusWriter statusWriter;
  private final EventRecorder eventRecorder;
  private final Leadership leadership;
  private final MissingPodsTracker missingPodsTracker;
  private final Clock clock;

  PatternedAppReconciler(
      KubernetesClient client,
      AppIndex appIndex,
      EventRecorder eventRecorder,
      Leadership leadership,
      Clock clock) {
    this.appIndex = appIndex;
    this.childStore = new ChildStore(resyncTrigger::propagateEvent);
    this.childEventSources =
        new ChildEventSources(
            childStore,
            appIndex::contains,
            new ResourceCompressor(client.getKubernetesSerialization()));
    this.applier =
        new Applier(
            childStore,
            new ChildWriter(withShortRetries(client)),
            new KubeletCapabilities(client, clock),
            clock);
    this.statusWriter = new StatusWriter(client, clock);
    this.eventRecorder = eventRecorder;
    this.leadership = leadership;
    this.missingPodsTracker = new MissingPodsTracker(clock);
    this.clock = clock;
  }

  /** Looks at every app again. */
  void resyncAll() {
    appIndex.ids().forEach(resyncTrigger::propagateEvent);
  }

  @Override
  public List<EventSource<?, PatternedApp>> prepareEventSources(
      EventSourceContext<PatternedApp> context) {
    var eventSources = childEventSources.createEventSources(context);
    eventSources.add(resyncTrigger);
    return eventSources;
  }

  @Override
  public UpdateControl<PatternedApp> reconcile(PatternedApp app, Context<PatternedApp> context) {
    if (!leadership.isLeader()) {
      return UpdateControl.noUpdate();
    }
    try (var ignored = MDC.putCloseable("app", namespacedName(app))) {
      var problems = Validator.validate(app);
      var result = apply(app, problems, context);
      var statusInput = observe(app, problems, result);
      var status = AppStatusGenerator.generate(statusInput, clock);
      var statusDelay = writeStatusAndEvents(app, status, result, context);
      if (result != null && result.hasErrors()) {
        throw new NotAppliedException(result.summary().problems().get(0).reason().name());
      }
      return requeue(statusDelay, result, StatusDeadlines.nextRequeue(statusInput, clock));
    }
  }

  @Override
  public ErrorStatusUpdateControl<PatternedApp> updateErrorStatus(
      PatternedApp app, Context<PatternedApp> context, Exception e) {
    try (var ignored = MDC.putCloseable("app", namespacedName(app))) {
      if (e instanceof NotAppliedException || e instanceof NotLeadingException || isStale(e)) {
        LOG.debug("Will be tried again: {}", redactedMessage(app, e));
      } else if (e instanceof KubernetesClientException) {
        LOG.warn(
            "The API server could not be asked, will be tried again: {}", redactedMessage(app, e));
      } else {
        LOG.error("Unexpected, will be tried again: {}", Redactor.forApp(app).redact(e));
      }
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** In the API server's own words, where it has said something. */
  private static String redactedMessage(PatternedApp app, Exception e) {
    var status = e instanceof KubernetesClientException apiError ? apiError.getStatus() : null;
    var serverMessage = status == null ? null : status.getMessage();
    return Redactor.forApp(app)
        .redact(String.valueOf(serverMessage == null ? e.getMessage() : serverMessage));
  }

  /**
   * A client that comes back with an error soon: a webhook that does not answer would else hold a
   * thread for minutes before anybody hears of it. The whole reconcile is tried again anyway.
   */
  private static KubernetesClient withShortRetries(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(1)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** Whether the app or a child changed meanwhile, or the app is gone. */
  private static boolean isStale(Exception e) {
    return e instanceof KubernetesClientException apiError
        && (apiError.getCode() == HttpURLConnection.HTTP_CONFLICT || isAppNotFound(apiError));
  }

  private static boolean isAppNotFound(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && details != null
        && PatternedApp.PLURAL.equals(details.getKind());
  }

  private @Nullable ApplyResult apply(
      PatternedApp app, List<Problem> problems, Context<PatternedApp> context) {
    if (problems.stream().anyMatch(Problem::isError)) {
      return null;
    }
    var expansion = Expander.expand(app);
    childEventSources.registerPodMonitorInformer(expansion, context);
    return applier.apply(app, expansion);
  }

  private StatusInput observe(
      PatternedApp app, List<Problem> problems, @Nullable ApplyResult result) {
    var observed =
        missingPodsTracker.withMissingSince(
            app, ObservedStateReader.read(app, childStore.list(app)));
    return new StatusInput(app, problems, result == null ? null : result.summary(), observed);
  }

  /** Writes the status if it changed and is due, then sends Events; returns how long to wait. */
  private Duration writeStatusAndEvents(
      PatternedApp app,
      PatternedAppStatus status,
      @Nullable ApplyResult result,
      Context<PatternedApp> context) {
    var statusDelay = Duration.ZERO;
    Stream<AppEvent> transitions = Stream.empty();
    if (!status.equals(app.getStatus())) {
      statusDelay = statusWriter.throttleDelay(app, status);
      if (statusDelay.isZero()) {
        var written = statusWriter.write(app, status);
        context
            .eventSourceRetriever()
            .getControllerEventSource()
            .handleRecentResourceUpdate(ResourceID.fromResource(app), written, app);
        transitions = StatusTransitionEvents.between(app.getStatus(), status).stream();
      }
    }
    var changes = result == null ? Stream.<AppEvent>empty() : toEvents(result.changes());
    Stream.concat(changes, transitions).forEach(event -> eventRecorder.record(app, event));
    return statusDelay;
  }

  private static Stream<AppEvent> toEvents(List<AppliedChange> changes) {
    return changes.stream()
        .filter(change -> EVENT_REASONS.contains(change.reason()))
        .map(change -> new AppEvent(AppEvent.Type.Normal, change.reason(), change.message()));
  }

  /** Looks again when the first of these is due. */
  private static UpdateControl<PatternedApp> requeue(
      Duration statusDelay, @Nullable ApplyResult result, Optional<Duration> statusDeadline) {
    var control = UpdateControl.<PatternedApp>noUpdate();
    Stream.of(
            Optional.of(statusDelay).filter(p -> !p.isZero()),
            Optional.ofNullable(result == null ? null : result.requeueAfter()),
            statusDeadline)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  private static String namespacedName(PatternedApp app) {
    return app.getMetadata().getNamespace() + "/" + app.getMetadata().getName();
  }
}
