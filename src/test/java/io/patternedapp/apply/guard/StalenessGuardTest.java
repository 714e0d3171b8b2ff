package io.patternedapp.apply.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.fixtures.TestApps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StalenessGuardTest {

  private final List<String> reads = new ArrayList<>();
  private Optional<PatternedApp> stored = Optional.of(app("a", 3));
  private final StalenessGuard guard =
      new StalenessGuard(
          app -> {
            reads.add(app.getMetadata().getName());
            return stored;
          });

  @Test
  void apiServerIsReadOncePerApp() {
    guard.ensureCurrent(app("a", 3));
    guard.ensureCurrent(app("a", 3));
    guard.ensureCurrent(app("a", 4));

    assertThat(reads).hasSize(1);
  }

  @Test
  void olderGenerationIsRejectedOnceNewerIsKnown() {
    assertStale(app("a", 2));
    stored = Optional.of(app("a", 2));
    assertStale(app("a", 2));

    assertThat(reads).hasSize(1);
    assertThatCode(() -> guard.ensureCurrent(app("a", 3))).doesNotThrowAnyException();
  }

  @Test
  void generationOlderThanTheLastObservedIsRejected() {
    guard.ensureCurrent(app("a", 3));
    guard.observe(app("a", 5));
    guard.observe(app("a", 4));

    assertStale(app("a", 4));
    assertThatCode(() -> guard.ensureCurrent(app("a", 5))).doesNotThrowAnyException();
  }

  @Test
  void firstCachedGenerationIsVerifiedAgainstApiServer() {
    guard.observe(app("a", 2));

    assertStale(app("a", 2));
  }

  @Test
  void deletedOrRecreatedAppIsRejectedAsStale() {
    stored = Optional.empty();
    assertStale(app("a", 3));
    stored = Optional.of(app("b", 1));
    assertStale(app("a", 3));
  }

  @ParameterizedTest
  @CsvSource({"'',0", "-1,0", "2,1", "3,1"})
  void appWithoutObservedGenerationIsNotReadFromApiServer(String observed, int expectedReads) {
    var app = app("a", 3);
    if (!observed.isEmpty()) {
      app.setStatus(
          Serialization.unmarshal(
              "{\"observedGeneration\": %s}".formatted(observed), PatternedAppStatus.class));
    }

    guard.ensureCurrentUnlessNew(app);

    assertThat(reads).hasSize(expectedReads);
  }

  private void assertStale(PatternedApp app) {
    assertThatThrownBy(() -> guard.ensureCurrent(app))
        .isInstanceOf(StaleAppException.class)
        .hasMessage("the cache has an outdated generation of PatternedApp web");
  }

  private static PatternedApp app(String uid, long generation) {
    var app = TestApps.app("main: {image: i}");
    app.getMetadata().setUid(uid);
    app.getMetadata().setGeneration(generation);
    return app;
  }
}
