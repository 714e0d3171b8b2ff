package io.patternedapp.validate.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NameFormatTest {

  @ParameterizedTest
  @CsvSource({
    "DNS_1035, web-1",
    "DNS_LABEL, 1-web",
    "DNS_SUBDOMAIN, a.b-c.d1",
    "QUALIFIED_NAME, a",
    "QUALIFIED_NAME, A_b.c-d",
    "QUALIFIED_NAME, example.com/A_b",
    "LABEL_VALUE, 1.2-b_C",
    "CONFIG_KEY, .a",
    "CONFIG_KEY, a..b",
    "HEADER_NAME, X-A"
  })
  void nameFormatAcceptsValidText(NameFormat syntax, String text) {
    assertThat(syntax.accepts(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "DNS_1035, 1-web",
    "DNS_1035, web-",
    "DNS_1035, web.a",
    "DNS_SUBDOMAIN, a..b",
    "DNS_SUBDOMAIN, .a",
    "DNS_SUBDOMAIN, a-.b",
    "QUALIFIED_NAME, -a",
    "QUALIFIED_NAME, a/b/c",
    "QUALIFIED_NAME, A.com/b",
    "QUALIFIED_NAME, /a",
    "QUALIFIED_NAME, a/",
    "LABEL_VALUE, -a",
    "LABEL_VALUE, a b",
    "HEADER_NAME, a b"
  })
  void nameFormatRejectsInvalidText(NameFormat syntax, String text) {
    assertThat(syntax.accepts(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DNS_1035, 63",
    "DNS_LABEL, 63",
    "DNS_SUBDOMAIN, 253",
    "PORT_NAME, 15",
    "QUALIFIED_NAME, 63",
    "LABEL_VALUE, 63",
    "CONFIG_KEY, 253"
  })
  void nameFormatEnforcesItsLengthLimit(NameFormat syntax, int length) {
    assertThat(syntax.accepts("a".repeat(length))).isTrue();
    assertThat(syntax.accepts("a".repeat(length + 1))).isFalse();
  }

  @Test
  void qualifiedNamePrefixHasItsOwnLengthLimit() {
    assertThat(NameFormat.QUALIFIED_NAME.accepts("a".repeat(63) + "/" + "a".repeat(63))).isTrue();
    var longest = ("a".repeat(62) + ".").repeat(4) + "a";
    assertThat(NameFormat.QUALIFIED_NAME.accepts(longest + "/" + "a".repeat(63))).isTrue();
    assertThat(NameFormat.QUALIFIED_NAME.accepts(longest + "a/" + "a".repeat(63))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void nameFormatRejectsNullUnlessOptional(NameFormat syntax) {
    assertThat(syntax.accepts(null)).isFalse();
    assertThat(syntax.acceptsIfPresent(null)).isTrue();
    assertThat(syntax.acceptsIfPresent("")).isTrue();
    assertThat(syntax.acceptsIfPresent("\n")).isFalse();
    assertThat(syntax.description()).isNotBlank();
  }
}
