package io.patternedapp.model.condition;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.pod.SecurityProfile;
import java.util.Locale;

/** Remediation advice for children that could not be created or changed. */
public final class Remediation {

  private Remediation() {}

  /**
   * Returns how to fix a rejected child: one or two sentences, without the final period.
   *
   * @param child kind and name of the rejected object, such as {@code Service/web}
   */
  public static String forReason(PatternedApp app, Reason reason, String child) {
    var namespace = app.getMetadata().getNamespace();
    var name = app.getMetadata().getName();
    return switch (reason) {
      case NameConflict -> forNameConflict(app, child);
      case PredecessorTerminating ->
          "If it is not deleted soon, check its finalizers; run: kubectl get -n %s %s -o yaml"
              .formatted(namespace, child.toLowerCase(Locale.ROOT));
      case Invalid -> "Fix the named fields in the spec";
      case Forbidden ->
          "Grant the operator's ServiceAccount this permission, or change the policy that denies it";
      case QuotaExceeded ->
          "Raise the ResourceQuota of namespace %s, or reduce the requested resources"
              .formatted(namespace);
      case QuotaRequiresResources ->
          "Set the named fields under resources of each container, or create a LimitRange with defaults in namespace %s"
              .formatted(namespace);
      case LimitRangeViolated ->
          "Change resources to comply, or change the LimitRange of namespace %s"
              .formatted(namespace);
      case PodSecurity -> forPodSecurity(app);
      case WebhookDenied -> "Fix the named fields, or contact the owner of the webhook";
      case PolicyDenied ->
          "Fix the named fields, or contact the owner of the policy; run: kubectl describe validatingadmissionpolicy";
      case WebhookFailed ->
          "Check that the backend of the webhook runs. To find it, run: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml";
      case NodePortTaken ->
          "Choose another nodePort, or remove it to have a free one allocated. To find the Service that uses it, run: kubectl get services -A";
      case NodePortsExhausted ->
          "Delete unused Services with node ports, extend --service-node-port-range of the API server, or set spec.service.type: ClusterIP";
      case NamespaceTerminating ->
          "Wait until namespace %s is deleted, recreate it and apply the app again"
              .formatted(namespace);
      case NotFound -> "Create the missing object; the operator retries automatically";
      case Rejected -> "Fix the reported cause; the operator retries automatically";
      case PodMonitorCrdMissing ->
          "Install the Prometheus operator or its CRDs; the operator then creates the PodMonitor"
              + " within five minutes. Or choose another metrics.monitor";
      case JobImmutable ->
          "Set workload.job.onChange: Replace, or delete the Job; run: kubectl delete job -n %s %s"
              .formatted(namespace, name);
      case StatefulSetImmutable ->
          "Revert the change, or recreate the StatefulSet and keep its Pods and PersistentVolumeClaims; run: kubectl delete statefulset -n %s %s --cascade=orphan"
              .formatted(namespace, name);
      default ->
          "For details, run: kubectl describe -n %s %s"
              .formatted(namespace, child.toLowerCase(Locale.ROOT));
    };
  }

  /** Joins a message and its remediation as separate sentences. */
  public static String append(String message, String remediation) {
    return message + (message.endsWith(".") ? " " : ". ") + remediation;
  }

  private static String forPodSecurity(PatternedApp app) {
    var namespace = app.getMetadata().getNamespace();
    return app.getSpec().security() == SecurityProfile.Restricted
        ? "Set the named fields in securityContext, or lower the Pod Security level of namespace %s (label pod-security.kubernetes.io/enforce)"
            .formatted(namespace)
        : "Set spec.security: Restricted, or set the named fields in securityContext";
  }

  private static String forNameConflict(PatternedApp app, String child) {
    var name = app.getMetadata().getName();
    return "To adopt the object, if it has no controller, run: kubectl annotate -n %s %s %s/adopt=%s. Otherwise, %s"
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
