package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/**
 * Lets a process that does not lead read only, whatever part of it asks. This is what stops one
 * that was paused for longer than its lease: it goes on in the middle of what it did.
 */
public final class WriteFence implements Interceptor {

  private static final String READ_METHOD = "GET";

  private final Leadership leadership;

  public WriteFence(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!READ_METHOD.equals(request.method()) && !leadership.isLeader()) {
      throw new NotLeadingException();
    }
  }
}
