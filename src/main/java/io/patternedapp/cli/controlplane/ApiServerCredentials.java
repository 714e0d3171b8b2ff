package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The credentials of one kube-apiserver: the administrator's bearer token and the key pair that
 * signs ServiceAccount tokens. Generated for each start, and stored as files in a private
 * directory.
 */
final class ApiServerCredentials {

  private static final int TOKEN_BYTES = 32;
  private static final int PEM_LINE_LENGTH = 64;

  private final Path tokens;
  private final Path privateKey;
  private final Path publicKey;
  private final String adminToken;

  private ApiServerCredentials(Path directory, String adminToken) {
    this.tokens = directory.resolve("tokens.csv");
    this.privateKey = directory.resolve("service-account.key");
    this.publicKey = directory.resolve("service-account.pub");
    this.adminToken = adminToken;
  }

  /** Generates the credentials and writes them into the directory, which must be private. */
  static ApiServerCredentials create(Path directory) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    ApiServerCredentials credentials =
        new ApiServerCredentials(directory, HexFormat.of().formatHex(token));
    credentials.write(generateServiceAccountKey(random));
    return credentials;
  }

  private static KeyPair generateServiceAccountKey(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot generate P-256 keys", e);
    }
  }

  private void write(KeyPair key) throws IOException {
    Files.writeString(tokens, adminToken + ",admin,admin,system:masters\n");
    Files.writeString(privateKey, pem("PRIVATE KEY", key.getPrivate().getEncoded()));
    Files.writeString(publicKey, pem("PUBLIC KEY", key.getPublic().getEncoded()));
  }

  private static String pem(String label, byte[] der) {
    Base64.Encoder encoder =
        Base64.getMimeEncoder(PEM_LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, encoder.encodeToString(der));
  }

  String adminToken() {
    return adminToken;
  }

  /** Returns the kube-apiserver flags that refer to the credential files. */
  List<String> flags() {
    return List.of(
        "--token-auth-file=" + tokens,
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + privateKey,
        "--service-account-key-file=" + publicKey);
  }
}
