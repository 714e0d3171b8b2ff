package io.patternedapp.model.condition;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.pod.SecurityProfile;
import java.util.Locale;

/** What a person can do about a child that could not be made as wanted. */
public final class Remediation {

  private Remediation() {}

  /**
   * A sentence or two without the last full stop.
   *
   * @param child kind and name of what was refused
   */
  public static String forReason(PatternedApp app, Reason reason, String child) {
    var namespace = app.getMetadata().getNamespace();
    var name = app.getMetadata().getName();
    return switch (reason) {
      case NameConflict -> forNameConflict(app, child);
      case PredecessorTerminating ->
          "If it stays, its finalizers tell who holds it: kubectl get -n %s %s -o yaml"
              .formatted(namespace, child.toLowerCase(Locale.ROOT));
      case Invalid -> "Mend what it names in the spec";
      case Forbidden -> "Allow it to the operator's ServiceAccount, or change what refuses it";
      case QuotaExceeded ->
          "Raise the ResourceQuota of namespace %s, or ask for less".formatted(namespace);
      case QuotaRequiresResources ->
          "Write what it names under resources of each container, or give namespace %s a LimitRange with defaults"
              .formatted(namespace);
      case LimitRangeViolated ->
          "Keep to it under resources, or change the LimitRange of namespace %s"
              .formatted(namespace);
      case PodSecurity -> forPodSecurity(app);
      case WebhookDenied -> "Change what it names, or ask whoever runs that webhook";
      case PolicyDenied ->
          "Change what it names, or ask whoever wrote that policy: kubectl describe validatingadmissionpolicy";
      case WebhookFailed ->
          "See that what serves that webhook runs. Where it is: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml";
      case NodePortTaken ->
          "Choose another nodePort, or write none to be given a free one. Who has it: kubectl get services -A";
      case NodePortsExhausted ->
          "Delete Services with node ports that nobody needs, widen --service-node-port-range of the API server, or set spec.service.type: ClusterIP";
      case NamespaceTerminating ->
          "Wait until namespace %s is gone, make it anew and apply the app again"
              .formatted(namespace);
      case NotFound -> "Make what it names: it is tried again by itself";
      case Rejected -> "Mend what it names: it is tried again by itself";
      case PodMonitorCrdMissing ->
          "Install the Prometheus operator or its CRDs: it is made within five minutes of that. Or"
              + " choose another metrics.monitor";
      case JobImmutable ->
          "Set workload.job.onChange: Replace, or delete it: kubectl delete job -n %s %s"
              .formatted(namespace, name);
      case StatefulSetImmutable ->
          "Take the change back, or have it made anew under its Pods and claims, which stay: kubectl delete statefulset -n %s %s --cascade=orphan"
              .formatted(namespace, name);
      default ->
          "See what it says: kubectl describe -n %s %s"
              .formatted(namespace, child.toLowerCase(Locale.ROOT));
    };
  }

  /** The words and the advice as sentences after each other. */
  public static String append(String message, String remediation) {
    return message + (message.endsWith(".") ? " " : ". ") + remediation;
  }

  private static String forPodSecurity(PatternedApp app) {
    var namespace = app.getMetadata().getNamespace();
    return app.getSpec().security() == SecurityProfile.Restricted
        ? "Set what it names in securityContext, or have the level of namespace %s lowered (label pod-security.kubernetes.io/enforce)"
            .formatted(namespace)
        : "Set spec.security: Restricted, or what it names in securityContext";
  }

  private static String forNameConflict(PatternedApp app, String child) {
    var name = app.getMetadata().getName();
    return "To hand it over, provided that no controller has it: kubectl annotate -n %s %s %s/adopt=%s. Else %s"
        .formatted(
            app.getMetadata().getNamespace(),
            child.toLowerCase(Locale.ROOT),
            PatternedApp.GROUP,
            name,
            child.startsWith("Service/")
                ? "give the Service another name (spec.service.name), or rename the app"
                : "rename the app");
  }
}
