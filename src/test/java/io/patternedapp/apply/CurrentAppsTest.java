package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentAppsTest {

  private final List<String> asked = new ArrayList<>();
  private Optional<PatternedApp> stored = Optional.of(app("a", 3));
  private final CurrentApps apps =
      new CurrentApps(
          app -> {
            asked.add(app.getMetadata().getName());
            return stored;
          });

  @Test
  void isAskedOnceForEachApp() {
    apps.require(app("a", 3));
    apps.require(app("a", 3));
    apps.require(app("a", 4));

    assertThat(asked).hasSize(1);
  }

  @Test
  void anOlderStateIsRefusedForGoodOnceANewerIsKnown() {
    assertStale(app("a", 2));
    stored = Optional.of(app("a", 2));
    assertStale(app("a", 2));

    assertThat(asked).hasSize(1);
    assertThatCode(() -> apps.require(app("a", 3))).doesNotThrowAnyException();
  }

  @Test
  void aCacheThatFallsBehindIsNoticed() {
    apps.require(app("a", 3));
    apps.seen(app("a", 5));
    apps.seen(app("a", 4));

    assertStale(app("a", 4));
    assertThatCode(() -> apps.require(app("a", 5))).doesNotThrowAnyException();
  }

  @Test
  void whatACacheShowsFirstIsNotBelieved() {
    apps.seen(app("a", 2));

    assertStale(app("a", 2));
  }

  @Test
  void anAppThatIsGoneOrMadeAnewIsRefused() {
    stored = Optional.empty();
    assertStale(app("a", 3));
    stored = Optional.of(app("b", 1));
    assertStale(app("a", 3));
  }

  @ParameterizedTest
  @CsvSource({"'',0", "-1,0", "2,1", "3,1"})
  void aNewAppIsNotAskedForBeforeItsChildrenAreMade(String observed, int times) {
    var app = app("a", 3);
    if (!observed.isEmpty()) {
      app.setStatus(
          Serialization.unmarshal(
              "{\"observedGeneration\": %s}".formatted(observed), PatternedAppStatus.class));
    }

    apps.requireUnlessNew(app);

    assertThat(asked).hasSize(times);
  }

  private void assertStale(PatternedApp app) {
    assertThatThrownBy(() -> apps.require(app))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(Failures.isStale(e)).isTrue())
        .hasMessage("PatternedApp web is another by now than the cache shows");
  }

  private static PatternedApp app(String uid, long generation) {
    var app = Apps.app("main: {image: i}");
    app.getMetadata().setUid(uid);
    app.getMetadata().setGeneration(generation);
    return app;
  }
}
