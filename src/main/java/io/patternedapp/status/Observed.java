package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The children as the caches show them: projections that hold what the status needs.
 *
 * @param pods Pods of the app, those being deleted among them; of their spec at most the node name
 * @param deployment its Deployment; null when there is none
 * @param service its Service; null when there is none
 */
public record Observed(List<Pod> pods, @Nullable Deployment deployment, @Nullable Service service) {

  public Observed {
    pods = List.copyOf(pods);
  }
}
