package io.patternedapp.operator.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Pings the peers of its WebSockets, and delegates all else to the wrapped client. */
final class PingingHttpClient extends HttpClient {

  private final HttpClient wrapped;
  private final PingScheduler pingScheduler;

  PingingHttpClient(HttpClient wrapped, PingScheduler pingScheduler) {
    this.wrapped = wrapped;
    this.pingScheduler = pingScheduler;
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new PingingWebSocketBuilder(wrapped.newWebSocketBuilder(), pingScheduler);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return wrapped.send(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return wrapped.sendAsync(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushed) {
    return wrapped.sendAsync(request, handler, pushed);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return wrapped.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return wrapped.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return wrapped.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return wrapped.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return wrapped.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return wrapped.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return wrapped.authenticator();
  }

  @Override
  public Version version() {
    return wrapped.version();
  }

  @Override
  public Optional<Executor> executor() {
    return wrapped.executor();
  }

  /** Opens WebSockets whose listeners detect a dead connection. */
  private record PingingWebSocketBuilder(WebSocket.Builder wrapped, PingScheduler pingScheduler)
      implements WebSocket.Builder {

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
      return wrapped.buildAsync(uri, new PingingWebSocketListener(listener, pingScheduler));
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      wrapped.header(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      wrapped.connectTimeout(timeout);
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String first, String... others) {
      wrapped.subprotocols(first, others);
      return this;
    }
  }
}
