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

/** Sends examples to the API server as kubectl apply does: as written, and strictly. */
final class Submitter {

  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---([ \\t].*)?$");
  private static final String UNKNOWN = "document";

  private final KubernetesClient client;

  Submitter(KubernetesClient client) {
    this.client = client;
  }

  /** Submits every document of the example, in its order, and tells what became of each. */
  void submit(Example example, Consumer<Submission> told) {
    for (var document : SEPARATOR.split(example.text())) {
      if (!document.lines().allMatch(Submitter::isBlankOrComment)) {
        told.accept(submit(example.file(), document));
      }
    }
  }

  private static boolean isBlankOrComment(String line) {
    return line.isBlank() || line.stripLeading().startsWith("#");
  }

  private Submission submit(String file, String document) {
    GenericKubernetesResource object;
    try {
      object =
          client.getKubernetesSerialization().unmarshal(document, GenericKubernetesResource.class);
    } catch (RuntimeException e) {
      return new Submission.Refused(file, UNKNOWN, List.of("is no YAML object: " + start(e)));
    }
    if (object.getKind() == null
        || object.getApiVersion() == null
        || object.getMetadata() == null
        || object.getMetadata().getName() == null) {
      return new Submission.Refused(
          file, UNKNOWN, List.of("needs apiVersion, kind and metadata.name"));
    }
    return submit(file, object);
  }

  private Submission submit(String file, GenericKubernetesResource object) {
    try {
      makeNamespace(object.getMetadata().getNamespace());
      return new Submission.Taken(
          file,
          client.resource(object).fieldValidation(Validation.STRICT).createOr(Replaceable::update));
    } catch (KubernetesClientException e) {
      return new Submission.Refused(file, Child.name(object), problems(e));
    }
  }

  private void makeNamespace(@Nullable String name) {
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
    return List.of(message == null ? start(e) : message);
  }

  private static List<StatusCause> causes(@Nullable Status status) {
    return status == null || status.getDetails() == null
        ? List.of()
        : Objects.requireNonNullElse(status.getDetails().getCauses(), List.of());
  }

  /** Of what a YAML parser says, what is wrong and where. */
  private static String start(Throwable error) {
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
