package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.patternedapp.api.RoleContainer;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each variable has one source, and that source is complete. */
final class EnvSources implements ContainerCheck {

  private static final Set<String> POD_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final Pattern POD_METADATA =
      Pattern.compile("metadata\\.(labels|annotations)\\['[^']+']");
  private static final Pattern CONTAINER_RESOURCE =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var c = container.container();
    for (var env : Located.items(container.path() + ".env", c.getEnv())) {
      checkEnv(env, problems);
    }
    for (var from : Located.items(container.path() + ".envFrom", c.getEnvFrom())) {
      var configMap = from.value().getConfigMapRef();
      var secret = from.value().getSecretRef();
      problems.errorIf(
          (configMap == null) == (secret == null),
          from.path(),
          "EnvSourceCount",
          "variables come from one place: write either configMapRef or secretRef");
      if (configMap != null) {
        requireName(configMap.getName(), from.at("configMapRef.name"), problems);
      }
      if (secret != null) {
        requireName(secret.getName(), from.at("secretRef.name"), problems);
      }
    }
  }

  /** Whether that is how one label or annotation of the Pod is named. */
  static boolean isMetadata(String field) {
    return POD_METADATA.matcher(field).matches();
  }

  private static void checkEnv(Located<EnvVar> env, Problems problems) {
    var source = env.value().getValueFrom();
    if (source == null) {
      return;
    }
    var value = env.value().getValue();
    problems.errorIf(
        value != null && !value.isEmpty(),
        env.at("valueFrom"),
        "EnvSourceCount",
        "\"%s\" has both value and valueFrom: keep one of them",
        env.value().getName());
    problems.errorIf(
        countSources(source) != 1,
        env.at("valueFrom"),
        "EnvSourceCount",
        "write exactly one of fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef");
    checkFields(source, env.at("valueFrom"), problems);
    checkKeys(source, env.at("valueFrom"), problems);
  }

  private static long countSources(EnvVarSource source) {
    return Stream.of(
            source.getFieldRef(),
            source.getResourceFieldRef(),
            source.getConfigMapKeyRef(),
            source.getSecretKeyRef(),
            source.getFileKeyRef())
        .filter(Objects::nonNull)
        .count();
  }

  private static void checkFields(EnvVarSource source, String path, Problems problems) {
    var field = source.getFieldRef();
    if (field != null) {
      var fieldPath = Objects.requireNonNullElse(field.getFieldPath(), "");
      problems.errorIf(
          !POD_FIELDS.contains(fieldPath) && !isMetadata(fieldPath),
          path + ".fieldRef.fieldPath",
          "EnvFieldUnknown",
          "a variable cannot take \"%s\" from the Pod: %s",
          fieldPath,
          Nearest.hint(fieldPath, POD_FIELDS.stream().sorted().toList()));
    }
    var resource = source.getResourceFieldRef();
    if (resource != null) {
      var name = Objects.requireNonNullElse(resource.getResource(), "");
      problems.errorIf(
          !CONTAINER_RESOURCE.matcher(name).matches(),
          path + ".resourceFieldRef.resource",
          "EnvFieldUnknown",
          "\"%s\" is not a resource of a container: use one such as limits.cpu or requests.memory",
          name);
    }
  }

  private static void checkKeys(EnvVarSource source, String path, Problems problems) {
    var configMap = source.getConfigMapKeyRef();
    if (configMap != null) {
      requireName(configMap.getName(), path + ".configMapKeyRef.name", problems);
      requireKey(configMap.getKey(), path + ".configMapKeyRef.key", problems);
    }
    var secret = source.getSecretKeyRef();
    if (secret != null) {
      requireName(secret.getName(), path + ".secretKeyRef.name", problems);
      requireKey(secret.getKey(), path + ".secretKeyRef.key", problems);
    }
  }

  private static void requireName(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !Syntax.DNS_SUBDOMAIN.accepts(name),
        path,
        "EnvSourceIncomplete",
        "\"%s\" names no object: write the name of one",
        name);
  }

  private static void requireKey(@Nullable String key, String path, Problems problems) {
    problems.errorIf(
        !Syntax.CONFIG_KEY.accepts(key),
        path,
        "EnvSourceIncomplete",
        "\"%s\" cannot be a key: use %s",
        key,
        Syntax.CONFIG_KEY.rule());
  }
}
