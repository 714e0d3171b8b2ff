package io.patternedapp.expand.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityCanonicalizerTest {

  /** The right column is the output of k8s.io/apimachinery v0.34.4 for the left column. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0             | 0
          0.0           | 0
          0Mi           | 0
          0e3           | 0
          -0            | 0
          1             | 1
          1.0           | 1
          1.50          | 1500m
          0.5           | 500m
          .5            | 500m
          0.001         | 1m
          0.0001        | 100u
          0.000000001   | 1n
          0.0000000001  | 1n
          0.0000000015  | 2n
          1.0000000001  | 1000000001n
          500m          | 500m
          1000m         | 1
          1500m         | 1500m
          1000u         | 1m
          1000n         | 1u
          0.1n          | 1n
          1k            | 1k
          1000          | 1k
          1500          | 1500
          1000k         | 1M
          1200M         | 1200M
          100G          | 100G
          1T            | 1T
          1P            | 1P
          1E            | 1E
          123456789     | 123456789
          1024          | 1024
          1Ki           | 1Ki
          1024Ki        | 1Mi
          2048Ki        | 2Mi
          1536Mi        | 1536Mi
          1.5Gi         | 1536Mi
          10.5Gi        | 10752Mi
          0.5Ki         | 512
          0.5Mi         | 512Ki
          1.5Ki         | 1536
          1000Ki        | 1000Ki
          1Ei           | 1Ei
          1.0005Ki      | 1024512m
          0.3Gi         | 322122547200m
          0.1Ki         | 102400m
          1e3           | 1e3
          1e6           | 1e6
          1e0           | 1
          1e1           | 10
          12e1          | 120
          15e2          | 1500
          1.5e3         | 1500
          1500e3        | 1500e3
          1e-3          | 1e-3
          1E-1          | 100e-3
          1E3           | 1e3
          -1            | -1
          -500m         | -500m
          -1024Ki       | -1Mi
          -0.5Mi        | -512Ki
          -0.5Ki        | -512
          -1.5Ki        | -1536
          """)
  void canonicalQuantityMatchesApiServerForm(String written, String canonical) {
    assertThat(QuantityCanonicalizer.canonicalize(new Quantity(written))).hasToString(canonical);
  }

  @Test
  void canonicalQuantityIsIdempotentAndKeepsTheAmount() {
    var random = new Random(42);
    var suffixes = new String[] {"n", "u", "m", "", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "e-2"};
    for (int i = 0; i < 5000; i++) {
      var amount = BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(3));
      var written = new Quantity(amount.toPlainString(), suffixes[random.nextInt(12)]);
      var canonical = QuantityCanonicalizer.canonicalize(written);

      assertThat(QuantityCanonicalizer.canonicalize(canonical))
          .as("%s", written)
          .hasToString(canonical.toString());
      assertThat(canonical.getNumericalAmount().subtract(written.getNumericalAmount()))
          .as("%s is kept as %s", written, canonical)
          .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(1, 9));
    }
  }
}
