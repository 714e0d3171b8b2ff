package io.patternedapp.apiserver.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.controlplane.ControlPlane;
import io.patternedapp.cli.controlplane.ControlPlaneSettings;
import io.patternedapp.cli.controlplane.binaries.BinaryLocator;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneMisconfiguredException;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneUnavailableException;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts one kube-apiserver and etcd for all API-server test classes and installs {@code
 * deploy/install.yaml}. Operators run with the permissions of the shipped ServiceAccount.
 */
public final class ApiServerExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  static final String OPERATOR_USER =
      "system:serviceaccount:patternedapp-system:patternedapp-operator";

  /**
   * The maximum size of the audit log. {@link AuditLog} reads one file, so the API server must not
   * rotate it.
   */
  private static final int AUDIT_LOG_MEGABYTES = 10_000;

  private static final Duration RBAC_TIMEOUT = Duration.ofSeconds(20);

  @Override
  public void beforeAll(ExtensionContext context) {
    getOrStart(context).usingTestClasses.add(context.getRequiredTestClass().getSimpleName());
  }

  /**
   * Skips the test if no API server is available; not in {@code beforeAll}, so that each test
   * counts as skipped.
   */
  @Override
  public void beforeEach(ExtensionContext context) {
    var unavailable = getOrStart(context).unavailableReason;
    assumeTrue(unavailable.isEmpty(), unavailable);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return getOrStart(context);
  }

  private static TestControlPlane getOrStart(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            TestControlPlane.class, key -> TestControlPlane.start(), TestControlPlane.class);
  }

  /** A running control plane with its clients and its audit log. */
  public static final class TestControlPlane implements AutoCloseable {

    private final Set<String> usingTestClasses = ConcurrentHashMap.newKeySet();
    private final String unavailableReason;
    private final ControlPlane controlPlane;
    private final KubernetesClient admin;
    private final KubernetesClient operatorClient;
    private final AuditLog auditLog;

    private TestControlPlane(String unavailableReason) {
      this.unavailableReason = unavailableReason;
      this.controlPlane = null;
      this.admin = null;
      this.operatorClient = null;
      this.auditLog = null;
    }

    private TestControlPlane(ControlPlane controlPlane, Path auditFile) {
      this.unavailableReason = "";
      this.controlPlane = controlPlane;
      this.admin = new KubernetesClientBuilder().withConfig(controlPlane.adminConfig()).build();
      this.operatorClient = clientAs(OPERATOR_USER, "system:serviceaccounts");
      this.auditLog = new AuditLog(auditFile, OPERATOR_USER);
    }

    /** Starts a control plane with additional flags of the API server. */
    public static TestControlPlane start(String... flags) {
      try {
        var auditFile = Files.createTempDirectory("patternedapp-audit").resolve("audit.log");
        var policy = Path.of("src", "test", "resources", "audit-policy.yaml").toAbsolutePath();
        var binaries = BinaryLocator.create(System.getenv(), System.err::println).locate();
        var options =
            ControlPlaneSettings.defaults()
                .withApiServerFlags(
                    Stream.concat(
                            Stream.of(
                                "--audit-policy-file=" + policy,
                                "--audit-log-path=" + auditFile,
                                "--audit-log-maxsize=" + AUDIT_LOG_MEGABYTES),
                            Stream.of(flags))
                        .toArray(String[]::new));
        var shared = new TestControlPlane(ControlPlane.start(binaries, options), auditFile);
        shared.installManifests();
        return shared;
      } catch (ControlPlaneMisconfiguredException e) {
        throw e;
      } catch (ControlPlaneUnavailableException e) {
        System.err.println("SKIPPED: all API-server tests. " + e.getMessage());
        return new TestControlPlane(e.getMessage());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void installManifests() throws IOException {
      try (var yaml = Files.newInputStream(Path.of("deploy", "install.yaml"))) {
        for (HasMetadata object : admin.load(yaml).items()) {
          admin.resource(object).create();
        }
      }
      await().atMost(RBAC_TIMEOUT).ignoreExceptions().until(this::canOperatorListApps);
    }

    private boolean canOperatorListApps() {
      operatorClient.resources(PatternedApp.class).inAnyNamespace().list();
      return true;
    }

    /** Runs the preparation if the API server is available. */
    public void ifAvailable(Consumer<KubernetesClient> preparation) {
      if (unavailableReason.isEmpty()) {
        preparation.accept(admin);
      }
    }

    /** Returns a client with the permissions of a cluster administrator. */
    public KubernetesClient admin() {
      return admin;
    }

    /** Returns a client with the permissions of the shipped ServiceAccount. */
    public KubernetesClient operatorClient() {
      return operatorClient;
    }

    /** Creates a client that impersonates the user and groups; the caller closes it. */
    public KubernetesClient clientAs(String user, String... groups) {
      var all = Stream.concat(Stream.of(groups), Stream.of("system:authenticated"));
      return new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(controlPlane.adminConfig())
                  .withImpersonateUsername(user)
                  .withImpersonateGroups(all.toArray(String[]::new))
                  .build())
          .build();
    }

    /** Returns the simple names of the test classes that have used this API server. */
    public Set<String> usingTestClasses() {
      return usingTestClasses;
    }

    /** Returns the kubeconfig file of the administrator. */
    public Path kubeconfigFile() {
      return controlPlane.kubeconfigFile();
    }

    /** Returns the audit log, which contains the requests of the operator. */
    public AuditLog auditLog() {
      return auditLog;
    }

    /** Creates a namespace with a unique name. */
    public String createNamespace() {
      var name = "t-" + UUID.randomUUID().toString().substring(0, 8);
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
      return name;
    }

    /** Starts an operator that watches the namespace. */
    OperatorRunner startOperator(String namespace) {
      return startOperator(namespace, Clock.systemUTC());
    }

    /** Starts an operator that watches the namespace and uses the clock. */
    OperatorRunner startOperator(String namespace, Clock clock) {
      return startOperator(OperatorSettings.forNamespaces(Set.of(namespace)), clock);
    }

    /** Starts an operator with the settings. */
    public OperatorRunner startOperator(OperatorSettings settings) {
      return startOperator(settings, Clock.systemUTC());
    }

    /** Starts an operator that watches the namespace and connects with the client configuration. */
    OperatorRunner startOperator(Config config, String namespace) {
      return OperatorRunner.start(
          config, OperatorSettings.forNamespaces(Set.of(namespace)), Clock.systemUTC());
    }

    private OperatorRunner startOperator(OperatorSettings settings, Clock clock) {
      return OperatorRunner.start(operatorClient.getConfiguration(), settings, clock);
    }

    @Override
    public void close() {
      if (controlPlane != null) {
        operatorClient.close();
        admin.close();
        controlPlane.close();
      }
    }
  }
}
