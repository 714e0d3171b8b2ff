package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.List;

/** The secrets of one kube-apiserver, made anew and written for it to read. */
final class ApiServerCredentials {

  private static final int TOKEN_BYTES = 32;

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

  /** Makes them and writes them into a private directory. */
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
      throw new IllegalStateException("This JDK cannot make P-256 keys", e);
    }
  }

  private void write(KeyPair key) throws IOException {
    Files.writeString(tokens, adminToken + ",admin,admin,system:masters\n");
    Files.writeString(privateKey, PemEncoder.encode("PRIVATE KEY", key.getPrivate().getEncoded()));
    Files.writeString(publicKey, PemEncoder.encode("PUBLIC KEY", key.getPublic().getEncoded()));
  }

  String adminToken() {
    return adminToken;
  }

  /** What tells kube-apiserver of them. */
  List<String> flags() {
    return List.of(
        "--token-auth-file=" + tokens,
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=" + privateKey,
        "--service-account-key-file=" + publicKey);
  }
}
