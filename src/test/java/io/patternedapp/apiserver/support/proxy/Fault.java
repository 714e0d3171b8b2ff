package io.patternedapp.apiserver.support.proxy;

import java.time.Duration;

/** A fault of a request between client and server. */
public sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** The connection breaks before the API server hears of it. */
  record ConnectionReset() implements Fault {}

  /** The API server does it, and the connection breaks before the answer. */
  record ResponseLoss() implements Fault {}

  /** It arrives late. */
  record Delay(Duration duration) implements Fault {}

  /** Something before the API server answers. */
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
