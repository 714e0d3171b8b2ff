package io.patternedapp.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyTest {

  @Test
  void parsedKeyEqualsFormattedKey() {
    var key = new FileKey("main", 12, "default.conf");

    assertThat(key).hasToString("main.12.default.conf");
    assertThat(FileKey.parse(key.toString())).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default.conf", "main.conf", "main.0.", "Main.0.a", ".0.a", "ca.crt"})
  void keyOfAnotherFormatIsNotParsed(String key) {
    assertThat(FileKey.parse(key)).isEmpty();
  }
}
