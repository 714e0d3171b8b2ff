package io.patternedapp.operator.client;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.patternedapp.operator.concurrent.BackgroundScheduler;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Creates HTTP clients that close a WebSocket, and so end a watch, when the peer stops responding
 * to pings. A watch is silent while nothing changes, so a connection that a node or a load balancer
 * dropped would otherwise look open for minutes.
 */
// Workaround: java.net.http.WebSocket sends no pings of its own, and only fabric8's OkHttp client
// applies Config.websocketPingInterval (fabric8io/kubernetes-client issue 5189 for the symptom,
// apache/spark-kubernetes-operator issue 862 for the cause); cost without: a half-open watch is
// noticed after 5 to 10 minutes; remove when fabric8's JDK client sends pings. See
// docs/adr/0012-websocket-pings.md.
public final class PingingHttpClientFactory extends JdkHttpClientFactory {

  /** Twice this silence ends a watch, so that it is reopened within half a minute. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private final PingScheduler pingScheduler;

  public PingingHttpClientFactory(BackgroundScheduler scheduler) {
    this.pingScheduler = new PingScheduler(PING_INTERVAL, scheduler);
  }

  /**
   * Creates the builder of a client that runs each of its tasks on the calling thread, mostly the
   * selector thread. The tasks are short and do not block; see
   * https://mail.openjdk.org/pipermail/net-dev/2025-October/028202.html
   */
  // Workaround: by default java.net.http.HttpClient passes each small task to a cached thread pool;
  // cost without: 84 context switches for a new app instead of 45, and 7 % more CPU time; remove
  // when the JDK's client runs such tasks inline or on virtual threads. See
  // docs/adr/0014-inline-http-tasks.md.
  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new PingingHttpClientBuilder(
        HttpClient.newBuilder().executor(Runnable::run), pingScheduler);
  }
}
