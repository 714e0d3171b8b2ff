package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Messages about env and files never contain their values. */
class SecretValuesTest {

  @Test
  void problemsDoNotQuoteEnvValuesOrFileContents() {
    var findings =
        Findings.in(
            """
            main:
              env:
              - {name: "a b=", value: hush-7f3a91}
              - {name: BOTH, value: hush-7f3a91, valueFrom: {fieldRef: {fieldPath: no.such.hush}}}
              - {name: NONE, value: hush-7f3a91, valueFrom: {}}
              - {name: URL, value: hush-7f3a91}
              files:
              - mountPath: /etc/a
                data: {"no/such": hush-7f3a91, "..": hush-7f3a91}
                binaryData: {b: "hush-7f3a91!"}
              - mountPath: relative
                data: {a: hush-7f3a91}
            sidecars:
            - {name: s, exportEnv: [{name: URL, value: hush-7f3a91}, {name: "c d", value: hush-7f3a91}]}
            """);

    assertThat(findings.problems()).hasSizeGreaterThan(5);
    assertThat(findings.problems())
        .noneMatch(problem -> (problem.path() + problem.message()).contains("hush-7f3a91"));
  }
}
