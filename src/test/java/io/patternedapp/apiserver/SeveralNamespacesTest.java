package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that watches some namespaces keeps what it knows of each apart. */
@ExtendWith(ApiServer.class)
@Timeout(180)
class SeveralNamespacesTest {

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

  private ApiServer.Shared api;
  private Lab one;
  private Lab other;
  private OperatorProcess operator;

  @BeforeEach
  void makeApps(ApiServer.Shared shared) {
    api = shared;
    one = Lab.withoutOperator(api);
    other = Lab.withoutOperator(api);
    labs().forEach(lab -> lab.apply(APP));
  }

  @AfterEach
  void stop() {
    if (operator != null) {
      operator.close();
    }
    labs().forEach(Lab::close);
  }

  @Test
  void aStartForgetsNothingOfTheOthers() {
    start();
    labs().forEach(lab -> lab.untilCondition("web", "Applied", "True"));
    labs().forEach(Lab::untilQuiet);

    for (int start = 1; start <= STARTS; start++) {
      operator.close();
      var mark = one.mark();
      start();
      labs().forEach(Lab::untilQuiet);
      assertThat(labs().flatMap(lab -> lab.writesSince(mark).stream())).isEmpty();
      assertThat(HttpAnswer.get(operator.port(), "/metrics").body().lines())
          .contains("patternedapp_apps 2.0");
      for (var lab : labs().toList()) {
        seesAChange(lab, start);
      }
    }
  }

  private void seesAChange(Lab lab, int start) {
    lab.apply(APP.replace("nginx:1.27", "nginx:1.27-" + start));
    lab.untilSeen("web");
    lab.untilQuiet();
  }

  private void start() {
    operator =
        api.startOperator(
            new OperatorSettings(Set.of(one.namespace(), other.namespace()), null, 0, "1.2.3"));
  }

  private Stream<Lab> labs() {
    return Stream.of(one, other);
  }
}
