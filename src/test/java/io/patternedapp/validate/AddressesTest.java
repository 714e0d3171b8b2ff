package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fd00::",
        "fd00::1:2",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::ffff:10.0.0.1",
        "1:2:3:4:5:6:1.2.3.4"
      })
  void addresses(String text) {
    assertThat(Addresses.isAddress(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1::",
        "x::",
        "::x",
        "12345::",
        "10.0.0.1:",
        "::10.0.0.256"
      })
  void noAddresses(String text) {
    assertThat(Addresses.isAddress(text)).isFalse();
  }

  @Test
  void nothingIsNoAddress() {
    assertThat(Addresses.isAddress(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "fd00::/8", "::1/128"})
  void ranges(String text) {
    assertThat(Addresses.isRange(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0.0/33",
        "::/129",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/08",
        "a/8",
        "::/1000"
      })
  void noRanges(String text) {
    assertThat(Addresses.isRange(text)).isFalse();
  }
}
