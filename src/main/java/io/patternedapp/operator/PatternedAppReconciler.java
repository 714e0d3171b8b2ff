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
import io.patternedapp.apply.ChildRequests;
import io.patternedapp.apply.EventRecorder;
import io.patternedapp.apply.KubeletCapabilities;
import io.patternedapp.apply.StatusWriter;
import io.patternedapp.apply.error.Redactor;
import io.patternedapp.apply.guard.StaleAppException;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Expansion;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.model.result.AppEvent;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reconciles a PatternedApp: validates the spec, expands it into the desired children, applies
 * them, observes the result, writes the status and emits Events. Each step is a line of {@link
 * #reconcile}.
 */
@ControllerConfiguration(
    name = PatternedAppReconciler.CONTROLLER_NAME,
    fieldManager = ResourceNames.FIELD_MANAGER)
final class PatternedAppReconciler implements Reconciler<PatternedApp> {

  static final String CONTROLLER_NAME = "patternedapp";

  private static final Logger LOG = LoggerFactory.getLogger(PatternedAppReconciler.class);

  private final SimpleInboundEventSource<PatternedApp> resyncTrigger =
      new SimpleInboundEventSource<>("resync");
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
            new ChildRequests(withShortRetries(client)),
            new KubeletCapabilities(client, clock),
            clock);
    this.statusWriter = new StatusWriter(client, clock);
    this.eventRecorder = eventRecorder;
    this.leadership = leadership;
    this.missingPodsTracker = new MissingPodsTracker(clock);
    this.clock = clock;
  }

  /** Requests a reconcile of every app. */
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
      var expansion = expand(app, problems);
      expansion.ifPresent(e -> childEventSources.registerPodMonitorInformer(e, context));
      var result = apply(app, expansion);
      var statusInput = observe(app, problems, result);
      var status = AppStatusGenerator.generate(statusInput, clock);
      var statusWrite = writeStatus(app, status, context);
      emitEvents(app, status, result, statusWrite);
      throwToRetryWithBackoff(result);
      return requeue(statusWrite, result, StatusDeadlines.nextRequeue(statusInput, clock));
    }
  }

  @Override
  public ErrorStatusUpdateControl<PatternedApp> updateErrorStatus(
      PatternedApp app, Context<PatternedApp> context, Exception e) {
    try (var ignored = MDC.putCloseable("app", namespacedName(app))) {
      if (e instanceof NotAppliedException || e instanceof NotLeadingException || isStale(e)) {
        LOG.debug("Reconcile will be retried: {}", redactedMessage(app, e));
      } else if (e instanceof KubernetesClientException) {
        LOG.warn("API request failed, reconcile will be retried: {}", redactedMessage(app, e));
      } else {
        LOG.error(
            "Unexpected error, reconcile will be retried: {}", Redactor.forApp(app).redact(e));
      }
    }
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** Returns the message of the API server if it sent one, without values of the app. */
  private static String redactedMessage(PatternedApp app, Exception e) {
    var status = e instanceof KubernetesClientException apiError ? apiError.getStatus() : null;
    var serverMessage = status == null ? null : status.getMessage();
    return Redactor.forApp(app)
        .redact(String.valueOf(serverMessage == null ? e.getMessage() : serverMessage));
  }

  /**
   * Returns a client that gives up soon: a webhook that does not respond would otherwise occupy a
   * thread for minutes before the status reports it. JOSDK retries the whole reconcile anyway.
   */
  private static KubernetesClient withShortRetries(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(1)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** Returns whether the app or a child changed since it was read, or the app is deleted. */
  private static boolean isStale(Exception e) {
    return e instanceof StaleAppException
        || (e instanceof KubernetesClientException apiError
            && (apiError.getCode() == HttpURLConnection.HTTP_CONFLICT || isAppNotFound(apiError)));
  }

  private static boolean isAppNotFound(KubernetesClientException e) {
    var details = e.getStatus() == null ? null : e.getStatus().getDetails();
    return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        && details != null
        && PatternedApp.PLURAL.equals(details.getKind());
  }

  /** Returns the desired children; empty when the spec is invalid. */
  private static Optional<Expansion> expand(PatternedApp app, List<Problem> problems) {
    if (problems.stream().anyMatch(Problem::isError)) {
      LOG.debug("The spec is invalid; the children stay as they are");
      return Optional.empty();
    }
    return Optional.of(Expander.expand(app));
  }

  private ApplyResult apply(PatternedApp app, Optional<Expansion> expansion) {
    return expansion
        .<ApplyResult>map(desired -> applier.apply(app, desired))
        .orElseGet(ApplyResult.Skipped::new);
  }

  private StatusInput observe(PatternedApp app, List<Problem> problems, ApplyResult result) {
    var observed =
        missingPodsTracker.withMissingSince(
            app, ObservedStateReader.read(app, childStore.list(app)));
    return new StatusInput(app, problems, result.summary(), observed);
  }

  /**
   * The outcome of a status write.
   *
   * @param written whether the status was written; otherwise it did not change, or is throttled
   * @param delay how long a changed status has to wait; zero when none does
   */
  private record StatusWrite(boolean written, Duration delay) {}

  /** Writes the status if it changed and is not throttled. */
  private StatusWrite writeStatus(
      PatternedApp app, PatternedAppStatus status, Context<PatternedApp> context) {
    if (status.equals(app.getStatus())) {
      return new StatusWrite(false, Duration.ZERO);
    }
    var delay = statusWriter.throttleDelay(app, status);
    if (!delay.isZero()) {
      LOG.debug("The status changed and is written in {}", delay);
      return new StatusWrite(false, delay);
    }
    var written = statusWriter.write(app, status);
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(app), written, app);
    return new StatusWrite(true, Duration.ZERO);
  }

  /** Emits Events for changes to children, and for transitions of a status that was written. */
  private void emitEvents(
      PatternedApp app, PatternedAppStatus status, ApplyResult result, StatusWrite statusWrite) {
    result.changes().stream()
        .filter(change -> change.kind().isEvent())
        .map(change -> AppEvent.normal(change.kind().name(), change.message()))
        .forEach(event -> eventRecorder.record(app, event));
    if (statusWrite.written()) {
      StatusTransitionEvents.between(app.getStatus(), status)
          .forEach(event -> eventRecorder.record(app, event));
    }
  }

  /**
   * Reports a rejected child to JOSDK as an error, after the status was written: JOSDK retries with
   * a growing delay only after an exception.
   */
  private static void throwToRetryWithBackoff(ApplyResult result) {
    result
        .firstProblem()
        .ifPresent(
            reason -> {
              throw new NotAppliedException(reason.name());
            });
  }

  /** Requeues the app at the earliest due time. */
  private static UpdateControl<PatternedApp> requeue(
      StatusWrite statusWrite, ApplyResult result, Optional<Duration> statusDeadline) {
    var control = UpdateControl.<PatternedApp>noUpdate();
    Stream.of(
            Optional.of(statusWrite.delay()).filter(delay -> !delay.isZero()),
            result.requeueAfter(),
            statusDeadline)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .ifPresent(
            delay -> {
              LOG.debug("Requeue after {}", delay);
              control.rescheduleAfter(delay);
            });
    return control;
  }

  private static String namespacedName(PatternedApp app) {
    return app.getMetadata().getNamespace() + "/" + app.getMetadata().getName();
  }
}
