package io.patternedapp.operator.client;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Builds {@link PingingHttpClient}s; configures the client that they wrap. */
record PingingHttpClientBuilder(HttpClient.Builder wrapped, PingScheduler pingScheduler)
    implements HttpClient.Builder {

  @Override
  public HttpClient build() {
    return new PingingHttpClient(wrapped.build(), pingScheduler);
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler handler) {
    wrapped.cookieHandler(handler);
    return this;
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration timeout) {
    wrapped.connectTimeout(timeout);
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext context) {
    wrapped.sslContext(context);
    return this;
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters parameters) {
    wrapped.sslParameters(parameters);
    return this;
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    wrapped.executor(executor);
    return this;
  }

  @Override
  public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
    wrapped.followRedirects(policy);
    return this;
  }

  @Override
  public HttpClient.Builder version(HttpClient.Version version) {
    wrapped.version(version);
    return this;
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    wrapped.priority(priority);
    return this;
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector selector) {
    wrapped.proxy(selector);
    return this;
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    wrapped.authenticator(authenticator);
    return this;
  }
}
