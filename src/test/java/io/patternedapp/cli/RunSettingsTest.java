package io.patternedapp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class RunSettingsTest {

  @Test
  void withoutVariablesTheDefaultsAreThoseOfTheOptions() {
    var settings = RunSettings.of(Map.of()).orElseThrow();

    assertThat(settings.watched()).isEmpty();
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.election()).isFalse();
    assertThat(settings.leaseNamespace()).isNull();
    assertThat(settings.logFormat()).isEqualTo(Logs.Format.text);
    assertThat(settings.logLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void theVariablesAreThoseOfTheChart() {
    var settings =
        RunSettings.of(
                Map.of(
                    "PATTERNEDAPP_NAMESPACES", "shop, bank,,",
                    "PATTERNEDAPP_PORT", "0",
                    "PATTERNEDAPP_LEADER_ELECTION", "true",
                    "POD_NAMESPACE", "system",
                    "PATTERNEDAPP_LOG_FORMAT", "json",
                    "PATTERNEDAPP_LOG_LEVEL", "DEBUG"))
            .orElseThrow();

    assertThat(settings.watched()).containsExactly("shop", "bank");
    assertThat(settings.port()).isZero();
    assertThat(settings.election()).isTrue();
    assertThat(settings.leaseNamespace()).isEqualTo("system");
    assertThat(settings.logFormat()).isEqualTo(Logs.Format.json);
    assertThat(settings.logLevel()).isEqualTo(Level.DEBUG);
  }

  @ParameterizedTest
  @CsvSource({
    "PATTERNEDAPP_PORT,http",
    "PATTERNEDAPP_LEADER_ELECTION,yes",
    "PATTERNEDAPP_LOG_FORMAT,xml",
    "PATTERNEDAPP_LOG_LEVEL,LOUD"
  })
  void whatIsNotUnderstoodIsLeftToTheParserWhichSaysSo(String variable, String value) {
    assertThat(RunSettings.of(Map.of(variable, value))).isEmpty();
  }
}
