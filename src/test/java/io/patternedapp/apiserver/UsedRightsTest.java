package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
 * After all others of this tier: what the operator asked for in all of them, against its rights.
 */
@ExtendWith(ApiServer.class)
@Order(Integer.MAX_VALUE)
@Timeout(60)
class UsedRightsTest {

  /** Rights that are checked by the API server and never asked for by a request. */
  private static final Set<String> CHECKED_ONLY = Set.of("update patternedapps/finalizers");

  /** Rights that nothing in this tier uses yet. Take a line away once a test does. */
  private static final Set<String> NOT_USED_HERE = Set.of("get nodes");

  /** Asked for by {@link LowPrivilegeTest}, to be refused. */
  private static final Set<String> DELIBERATE =
      Set.of("secrets", "clusterroles", "serviceaccounts", "namespaces");

  @Test
  void nothingWasForbidden(ApiServer.Shared api) {
    var forbidden =
        api.audit().since(0).stream()
            .filter(request -> !request.allowed())
            .filter(request -> !DELIBERATE.contains(request.resource()))
            .map(UsedRightsTest::right)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(forbidden).as("rights that the operator lacks").isEmpty();
  }

  @Test
  void everyRightIsUsed(ApiServer.Shared api) throws IOException {
    var missing = new TreeSet<>(wholeTier());
    missing.removeAll(api.classes());
    assumeTrue(
        missing.isEmpty(), () -> "only the whole tier uses every right; not run: " + missing);

    var used =
        api.audit().since(0).stream().flatMap(UsedRightsTest::rights).collect(Collectors.toSet());
    var unused = Granted.rights();
    unused.removeAll(used);
    unused.removeAll(CHECKED_ONLY);

    assertThat(unused).as("rights that no test uses").isEqualTo(new TreeSet<>(NOT_USED_HERE));
  }

  /** An apply that makes an object is authorized as a patch and as a create. */
  private static Stream<String> rights(AuditLog.Request request) {
    var created =
        request.verb().equals("patch") && request.code() == HttpURLConnection.HTTP_CREATED;
    return created
        ? Stream.of(right(request), "create " + request.resource())
        : Stream.of(right(request));
  }

  private static String right(AuditLog.Request request) {
    return request.verb() + " " + request.resource();
  }

  /** The classes that use the API server of this tier, but for those that run by a profile. */
  private static Set<String> wholeTier() throws IOException {
    try (var files = Files.list(Path.of("src/test/java/io/patternedapp/apiserver"))) {
      return files
          .filter(file -> read(file).contains("\n@ExtendWith(ApiServer.class)"))
          .filter(file -> !read(file).contains("\n@Tag("))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
