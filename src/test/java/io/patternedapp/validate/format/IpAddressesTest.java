package io.patternedapp.validate.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

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
  void validIpAddressesAreAccepted(String text) {
    assertThat(IpAddresses.isIpAddress(text)).isTrue();
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
  void invalidIpAddressesAreRejected(String text) {
    assertThat(IpAddresses.isIpAddress(text)).isFalse();
  }

  @Test
  void nullIsNotAnIpAddress() {
    assertThat(IpAddresses.isIpAddress(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "10.0.0.1/32", "fd00::/8", "::1/128"})
  void validCidrRangesAreAccepted(String text) {
    assertThat(IpAddresses.isCidr(text)).isTrue();
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
  void invalidCidrRangesAreRejected(String text) {
    assertThat(IpAddresses.isCidr(text)).isFalse();
  }
}
