package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.cli.logging.LoggingConfigurer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class RunOptionsTest {

  @Test
  void runOptionsWithoutVariablesHaveTheCommandLineDefaults() {
    var settings = RunConfiguration.fromEnvironment(Map.of()).orElseThrow();

    assertThat(settings.watchedNamespaces()).isEmpty();
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.leaderElection()).isFalse();
    assertThat(settings.leaseNamespace()).isNull();
    assertThat(settings.logFormat()).isEqualTo(LoggingConfigurer.LogFormat.text);
    assertThat(settings.logLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void runOptionsAreReadFromTheVariablesOfTheChart() {
    var settings =
        RunConfiguration.fromEnvironment(
                Map.of(
                    "PATTERNEDAPP_NAMESPACES", "shop, bank,,",
                    "PATTERNEDAPP_PORT", "0",
                    "PATTERNEDAPP_LEADER_ELECTION", "true",
                    "POD_NAMESPACE", "system",
                    "PATTERNEDAPP_LOG_FORMAT", "json",
                    "PATTERNEDAPP_LOG_LEVEL", "DEBUG"))
            .orElseThrow();

    assertThat(settings.watchedNamespaces()).containsExactly("shop", "bank");
    assertThat(settings.port()).isZero();
    assertThat(settings.leaderElection()).isTrue();
    assertThat(settings.leaseNamespace()).isEqualTo("system");
    assertThat(settings.logFormat()).isEqualTo(LoggingConfigurer.LogFormat.json);
    assertThat(settings.logLevel()).isEqualTo(Level.DEBUG);
  }

  @ParameterizedTest
  @CsvSource({
    "PATTERNEDAPP_PORT,http",
    "PATTERNEDAPP_LEADER_ELECTION,yes",
    "PATTERNEDAPP_LOG_FORMAT,xml",
    "PATTERNEDAPP_LOG_LEVEL,LOUD"
  })
  void invalidEnvironmentVariableIsLeftToTheOptionParser(String variable, String value) {
    assertThat(RunConfiguration.fromEnvironment(Map.of(variable, value))).isEmpty();
  }
}
