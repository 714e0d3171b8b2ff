package io.patternedapp.operator.client;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Makes HTTP clients whose WebSockets, which the watches are, end when the other side has not
 * answered a ping. A watch is silent for as long as nothing changes, so one whose connection a node
 * or a load balancer dropped would else look open for minutes.
 */
public final class PingingHttpClientFactory extends JdkHttpClientFactory {

  /** Silence of twice this ends a watch, so that it is renewed within half a minute. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private final PingScheduler pingScheduler = PingScheduler.withInterval(PING_INTERVAL);

  /**
   * Each task of the client runs where it comes up, most in the thread that waits for the sockets,
   * which saves half of the switches of context. They are small and do not block; see
   * https://mail.openjdk.org/pipermail/net-dev/2025-October/028202.html
   */
  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    return new PingingHttpClientBuilder(
        HttpClient.newBuilder().executor(Runnable::run), pingScheduler);
  }
}
