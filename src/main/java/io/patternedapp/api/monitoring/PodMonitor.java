package io.patternedapp.api.monitoring;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A PodMonitor of the Prometheus operator with the fields that this operator sets. See
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor
 */
@Group("monitoring.coreos.com")
@Version("v1")
public class PodMonitor extends CustomResource<PodMonitorSpec, Void> implements Namespaced {

  private static final long serialVersionUID = 1L;
}
