package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks all requests other than reads while this process is not the leader. The fence stops a
 * leader that was paused for longer than its lease and continues in the middle of a reconcile.
 */
public final class WriteFence implements Interceptor {

  private static final Logger LOG = LoggerFactory.getLogger(WriteFence.class);

  private static final String READ_METHOD = "GET";

  private final Leadership leadership;

  public WriteFence(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!READ_METHOD.equals(request.method()) && !leadership.isLeader()) {
      LOG.debug("Blocking {} {}: not the leader", request.method(), request.uri().getPath());
      throw new NotLeadingException();
    }
  }
}
