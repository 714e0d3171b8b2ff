package io.patternedapp.apiserver.support.proxy;

import java.time.Duration;

/** A fault of a request between client and server. */
public sealed interface Fault {

  /** No fault. */
  record None() implements Fault {}

  /** The connection is reset before the API server receives the request. */
  record ConnectionReset() implements Fault {}

  /** The API server processes the request, and the connection is reset before the response. */
  record ResponseLoss() implements Fault {}

  /** The request is delayed. */
  record Delay(Duration duration) implements Fault {}

  /** The proxy returns an error in place of the API server. */
  record ErrorResponse(int code, int retryAfterSeconds) implements Fault {}

  Fault NONE = new None();
  Fault CONNECTION_RESET = new ConnectionReset();
  Fault RESPONSE_LOSS = new ResponseLoss();

  static Fault delay(Duration time) {
    return new Delay(time);
  }

  static Fault errorResponse(int code) {
    return new ErrorResponse(code, 0);
  }

  static Fault tooManyRequests(int retryAfterSeconds) {
    return new ErrorResponse(429, retryAfterSeconds);
  }
}
