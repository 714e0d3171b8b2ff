package io.patternedapp.apiserver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.AuditLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares the requests of the operator in all other API-server tests with its permissions. Runs
 * last.
 */
@ExtendWith(ApiServerExtension.class)
@Order(Integer.MAX_VALUE)
@Timeout(60)
class UsedPermissionsTest {

  /** Permissions that the API server checks although no request uses them. */
  private static final Set<String> CHECKED_ONLY = Set.of("update patternedapps/finalizers");

  /** Permissions that no API-server test uses yet. Remove a line once a test uses it. */
  private static final Set<String> UNUSED_IN_THIS_TIER = Set.of("get nodes");

  /** Resources that {@link LeastPrivilegeTest} requests to test that access is denied. */
  private static final Set<String> DELIBERATELY_FORBIDDEN =
      Set.of("secrets", "clusterroles", "serviceaccounts", "namespaces");

  @Test
  void noOperatorRequestOfTheTierWasForbidden(ApiServerExtension.TestControlPlane api) {
    var forbidden =
        api.auditLog().since(0).stream()
            .filter(request -> !request.allowed())
            .filter(request -> !DELIBERATELY_FORBIDDEN.contains(request.resource()))
            .map(UsedPermissionsTest::permission)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(forbidden).as("permissions that the operator lacks").isEmpty();
  }

  @Test
  void everyGrantedOperatorPermissionIsUsedByTheTier(ApiServerExtension.TestControlPlane api)
      throws IOException {
    var missing = new TreeSet<>(testClassesOfTier());
    missing.removeAll(api.usingTestClasses());
    assumeTrue(missing.isEmpty(), () -> "requires all API-server tests; not run: " + missing);

    var used =
        api.auditLog().since(0).stream()
            .flatMap(UsedPermissionsTest::usedPermissions)
            .collect(Collectors.toSet());
    var unused = InstallManifest.operatorPermissions();
    unused.removeAll(used);
    unused.removeAll(CHECKED_ONLY);

    assertThat(unused)
        .as("permissions that no test uses")
        .isEqualTo(new TreeSet<>(UNUSED_IN_THIS_TIER));
  }

  /**
   * Returns the permissions that a request uses; the API server authorizes an apply that creates an
   * object as patch and as create.
   */
  private static Stream<String> usedPermissions(AuditLog.Request request) {
    var created =
        request.verb().equals("patch") && request.code() == HttpURLConnection.HTTP_CREATED;
    return created
        ? Stream.of(permission(request), "create " + request.resource())
        : Stream.of(permission(request));
  }

  private static String permission(AuditLog.Request request) {
    return request.verb() + " " + request.resource();
  }

  /**
   * Returns the test classes that use the shared API server, except the classes that run in a Maven
   * profile only.
   */
  private static Set<String> testClassesOfTier() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java/io/patternedapp/apiserver"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> readFile(file).contains("\n@ExtendWith(ApiServerExtension.class)"))
          .filter(file -> !readFile(file).contains("\n@Tag("))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  private static String readFile(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
