package io.patternedapp.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.patternedapp.api.PatternedApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Generates the CRD from the Java types in {@code api}. {@link CrdFileTest} compares the committed
 * file with it, or writes the file.
 */
public final class CrdFile {

  private static final String HEADER =
      "# Generated from src/main/java/io/patternedapp/api; see CONTRIBUTING.md for how to regenerate it.\n";

  /**
   * The initial status of an app. Without it kstatus, and therefore Flux, considers a new app
   * healthy before the operator has observed it.
   */
  private static final JsonNode UNOBSERVED_STATUS =
      JsonNodeFactory.instance.objectNode().put("observedGeneration", -1);

  private CrdFile() {}

  /** Returns the content of {@code crds/patternedapps.patternedapp.io.yaml}. */
  public static String generate() {
    var output = new InMemoryOutput();
    new CRDGenerator()
        .customResourceClasses(PatternedApp.class)
        .withOutput(output)
        .withMinQuotes(true)
        .withParallelGenerationEnabled(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
                return postProcess((CustomResourceDefinition) crd);
              }
            })
        .generate();
    var yaml = output.bytes.toString(StandardCharsets.UTF_8);
    return HEADER + yaml.substring(yaml.indexOf("apiVersion:"));
  }

  /** Sets the fields of the CRD that the generator has no annotation for. */
  private static CustomResourceDefinition postProcess(CustomResourceDefinition crd) {
    crd.getSpec().getNames().setCategories(List.of("all"));
    var version = crd.getSpec().getVersions().get(0);
    version.setAdditionalPrinterColumns(columns());
    describe(version);
    ListKeys.apply(version.getSchema().getOpenAPIV3Schema());
    SchemaBounds.apply(
        "spec", version.getSchema().getOpenAPIV3Schema().getProperties().get("spec"));
    return crd;
  }

  private static void describe(CustomResourceDefinitionVersion version) {
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(
        "PatternedApp is an application that consists of a main container and its helpers: init"
            + " containers, sidecars, ambassadors and adapters. The operator creates the Pods, or the"
            + " workload that manages them, with ConfigMaps, shared volumes, a Service and a"
            + " NetworkPolicy, and reconciles them continuously.");
    root.setRequired(List.of("spec"));
    root.getProperties().get("spec").setDescription("Desired state of the PatternedApp.");
    var status = root.getProperties().get("status");
    status.setDescription("Most recently observed status of the PatternedApp.");
    status.setDefault(UNOBSERVED_STATUS);
  }

  /** Without {@code -o wide} a line has at most 100 characters if names have at most 32. */
  private static List<CustomResourceColumnDefinition> columns() {
    return List.of(
        column(
            "Ready",
            ".status.summary.ready",
            "Number of ready containers and number of containers",
            0),
        column(
            "Status", ".status.summary.status", "Ready, or the reason why the app is not ready", 0),
        column("Workload", ".status.summary.workload", "Kind of the workload", 0),
        column("NodePorts", ".status.summary.nodePorts", "Ports and node ports of the Service", 0),
        new CustomResourceColumnDefinitionBuilder()
            .withName("Age")
            .withType("date")
            .withJsonPath(".metadata.creationTimestamp")
            .build(),
        column("Main", ".spec.main.image", "Image of the main container", 1),
        column("Roles", ".status.summary.roles", "Number of containers of each role", 1),
        column(
            "Message",
            ".status.conditions[?(@.type==\"Ready\")].message",
            "Message of the Ready condition",
            1));
  }

  private static CustomResourceColumnDefinition column(
      String name, String path, String description, int priority) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withType("string")
        .withJsonPath(path)
        .withDescription(description)
        .withPriority(priority == 0 ? null : priority)
        .build();
  }

  private static final class InMemoryOutput
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return bytes;
    }

    @Override
    public URI crdURI(String crdName) {
      return Path.of(crdName).toUri();
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
