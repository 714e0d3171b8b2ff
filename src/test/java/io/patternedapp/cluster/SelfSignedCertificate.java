package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A self-signed certificate that keytool generates for each run.
 *
 * @param certificate the certificate in PEM format
 * @param key the private key in PEM format
 */
record SelfSignedCertificate(String certificate, String key) {

  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "tls";

  /** Generates a certificate for a host name. */
  static SelfSignedCertificate generate(String host, Path directory) {
    var file = directory.resolve(host + ".p12");
    var keytool =
        ShippedJar.execute(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
    assertThat(keytool.exitCode()).as(keytool.output()).isZero();
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return new SelfSignedCertificate(
          pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
          pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a TLS Secret, as {@code kubectl create secret tls} creates it. */
  Secret toSecret(String name, String namespace) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .withStringData(Map.of("tls.crt", certificate, "tls.key", key))
        .build();
  }

  private static String pem(String what, byte[] encoded) {
    var lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(encoded);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, lines);
  }
}
