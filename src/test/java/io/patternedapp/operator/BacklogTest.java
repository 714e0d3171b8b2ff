package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private int waiting;
  private final Backlog backlog = new Backlog(() -> waiting);

  @Test
  void fewAppsWaitAsTheyCome() {
    waiting = Backlog.MOST - 1;

    assertThat(ask()).isEmpty();
  }

  @Test
  void tooManyAreAskedForLaterOneAfterTheOther() {
    waiting = Backlog.MOST;

    assertThat(ask()).contains(Duration.ofMillis(250));
    assertThat(ask()).contains(Duration.ofMillis(252));
    assertThat(ask()).contains(Duration.ofMillis(254));
  }

  @Test
  void whenMostAreDoneTheNextOnesWaitShortlyAgain() {
    waiting = Backlog.MOST;
    ask();
    ask();
    waiting = Backlog.MOST / 2 - 1;
    assertThat(ask()).isEmpty();

    waiting = Backlog.MOST;

    assertThat(ask()).contains(Duration.ofMillis(250));
  }

  private Optional<Duration> ask() {
    return backlog.isLimited(backlog.initState());
  }
}
