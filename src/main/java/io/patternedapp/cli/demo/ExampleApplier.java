package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Replaceable;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends examples to the API server unchanged and with strict field validation, like kubectl apply.
 */
final class ExampleApplier {

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---([ \\t].*)?$");
  private static final String UNKNOWN_NAME = "document";

  private final KubernetesClient client;

  ExampleApplier(KubernetesClient client) {
    this.client = client;
  }

  /** Submits the documents of the example in order and passes each result to the consumer. */
  void applyAll(ExampleFile example, Consumer<ExampleResult> onResult) {
    for (var document : SEPARATOR.split(example.text())) {
      if (!document.lines().allMatch(ExampleApplier::isBlankOrComment)) {
        onResult.accept(applyDocument(example.name(), document));
      }
    }
  }

  private static boolean isBlankOrComment(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private ExampleResult applyDocument(String file, String document) {
    GenericKubernetesResource object;
    try {
      object =
          client.getKubernetesSerialization().unmarshal(document, GenericKubernetesResource.class);
    } catch (RuntimeException e) {
      return new ExampleResult.Rejected(
          file, UNKNOWN_NAME, List.of("not a YAML object: " + rootCauseSummary(e)));
    }
    if (object.getKind() == null
        || object.getApiVersion() == null
        || object.getMetadata() == null
        || object.getMetadata().getName() == null) {
      return new ExampleResult.Rejected(
          file, UNKNOWN_NAME, List.of("apiVersion, kind and metadata.name are required"));
    }
    return applyObject(file, object);
  }

  private ExampleResult applyObject(String file, GenericKubernetesResource object) {
    try {
      ensureNamespace(object.getMetadata().getNamespace());
      return new ExampleResult.Accepted(
          file,
          client.resource(object).fieldValidation(Validation.STRICT).createOr(Replaceable::update));
    } catch (KubernetesClientException e) {
      return new ExampleResult.Rejected(file, ChildNode.kindAndName(object), problems(e));
    }
  }

  private void ensureNamespace(@Nullable String name) {
    if (name != null && client.namespaces().withName(name).get() == null) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
  }

  private static List<String> problems(KubernetesClientException e) {
    var status = e.getStatus();
    var causes = causes(status);
    if (!causes.isEmpty()) {
      return causes.stream()
          .map(c -> c.getField() == null ? c.getMessage() : c.getField() + ": " + c.getMessage())
          .distinct()
          .toList();
    }
    var message = status == null ? null : status.getMessage();
    return List.of(message == null ? rootCauseSummary(e) : message);
  }

  private static List<StatusCause> causes(@Nullable Status status) {
    return status == null || status.getDetails() == null
        ? List.of()
        : Objects.requireNonNullElse(status.getDetails().getCauses(), List.of());
  }

  /** Returns the first two lines of the root cause: a YAML parser's error and its position. */
  private static String rootCauseSummary(Throwable error) {
    var deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage())
        .lines()
        .limit(2)
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }
}
