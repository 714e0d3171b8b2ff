package io.patternedapp.apiserver;

import java.time.Duration;

/** What becomes of a request on its way. */
sealed interface Fault {

  /** Nothing. */
  record None() implements Fault {}

  /** The connection breaks before the API server hears of it. */
  record Reset() implements Fault {}

  /** The API server does it, and the connection breaks before the answer. */
  record LoseAnswer() implements Fault {}

  /** It arrives late. */
  record Delay(Duration time) implements Fault {}

  /** Something before the API server answers. */
  record Answer(int code, int retryAfterSeconds) implements Fault {}

  Fault NONE = new None();
  Fault RESET = new Reset();
  Fault LOSE_ANSWER = new LoseAnswer();

  static Fault delay(Duration time) {
    return new Delay(time);
  }

  static Fault answer(int code) {
    return new Answer(code, 0);
  }

  static Fault tooMany(int retryAfterSeconds) {
    return new Answer(429, retryAfterSeconds);
  }
}
