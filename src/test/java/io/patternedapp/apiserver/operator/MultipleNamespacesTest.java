package io.patternedapp.apiserver.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ManagementResponse;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that an operator that watches two namespaces handles apps of the same name in both
 * separately.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(180)
class MultipleNamespacesTest {

  private static final int STARTS = 2;

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
        workload: {kind: Deployment}
        service: {ports: [{name: http, port: 80}]}
      """;

  private ApiServerExtension.TestControlPlane api;
  private OperatorFixture first;
  private OperatorFixture second;
  private OperatorRunner operator;

  @BeforeEach
  void createApps(ApiServerExtension.TestControlPlane shared) {
    api = shared;
    first = OperatorFixture.withoutOperator(api);
    second = OperatorFixture.withoutOperator(api);
    fixtures().forEach(fixture -> fixture.apply(APP));
  }

  @AfterEach
  void stopOperator() {
    if (operator != null) {
      operator.close();
    }
    fixtures().forEach(OperatorFixture::close);
  }

  @Test
  void restartWithTwoNamespacesWritesNothingAndTracksBothApps() {
    startOperator();
    fixtures().forEach(fixture -> fixture.awaitCondition("web", "Applied", "True"));
    fixtures().forEach(OperatorFixture::awaitNoMoreWrites);

    for (int start = 1; start <= STARTS; start++) {
      operator.close();
      var mark = first.mark();
      startOperator();
      fixtures().forEach(OperatorFixture::awaitNoMoreWrites);
      assertThat(fixtures().flatMap(fixture -> fixture.writesSince(mark).stream())).isEmpty();
      assertThat(ManagementResponse.get(operator.port(), "/metrics").body().lines())
          .contains("patternedapp_apps 2.0");
      for (var fixture : fixtures().toList()) {
        assertChangeIsObserved(fixture, start);
      }
    }
  }

  private void assertChangeIsObserved(OperatorFixture fixture, int start) {
    fixture.apply(APP.replace("nginx:1.27", "nginx:1.27-" + start));
    fixture.awaitObservedGeneration("web");
    fixture.awaitNoMoreWrites();
  }

  private void startOperator() {
    operator =
        api.startOperator(
            new OperatorSettings(Set.of(first.namespace(), second.namespace()), null, 0, "1.2.3"));
  }

  private Stream<OperatorFixture> fixtures() {
    return Stream.of(first, second);
  }
}
