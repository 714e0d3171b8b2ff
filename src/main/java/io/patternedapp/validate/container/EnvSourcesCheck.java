package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that each environment variable has exactly one complete source. */
public final class EnvSourcesCheck implements ContainerCheck {

  private static final Set<String> ENV_POD_FIELDS =
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
  private static final Pattern POD_METADATA_FIELD =
      Pattern.compile("metadata\\.(labels|annotations)\\['[^']+']");
  private static final Pattern CONTAINER_RESOURCE_FIELD =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var c = container.container();
    for (var env : FieldValue.items(container.path() + ".env", c.getEnv())) {
      checkEnv(env, problems);
    }
    for (var from : FieldValue.items(container.path() + ".envFrom", c.getEnvFrom())) {
      var configMap = from.value().getConfigMapRef();
      var secret = from.value().getSecretRef();
      problems.errorIf(
          (configMap == null) == (secret == null),
          from.path(),
          "EnvSourceCount",
          "exactly one source is required: set either configMapRef or secretRef");
      if (configMap != null) {
        requireName(configMap.getName(), from.pathTo("configMapRef.name"), problems);
      }
      if (secret != null) {
        requireName(secret.getName(), from.pathTo("secretRef.name"), problems);
      }
    }
  }

  /** Returns whether the field path refers to one label or annotation of the Pod. */
  public static boolean isPodMetadataField(String field) {
    return POD_METADATA_FIELD.matcher(field).matches();
  }

  private static void checkEnv(FieldValue<EnvVar> env, Problems problems) {
    var source = env.value().getValueFrom();
    if (source == null) {
      return;
    }
    var value = env.value().getValue();
    problems.errorIf(
        value != null && !value.isEmpty(),
        env.pathTo("valueFrom"),
        "EnvSourceCount",
        "\"%s\" sets both value and valueFrom: keep one of them",
        env.value().getName());
    problems.errorIf(
        countSources(source) != 1,
        env.pathTo("valueFrom"),
        "EnvSourceCount",
        "exactly one source is required: set one of fieldRef, resourceFieldRef, configMapKeyRef,"
            + " secretKeyRef");
    checkFieldRefs(source, env.pathTo("valueFrom"), problems);
    checkKeyRefs(source, env.pathTo("valueFrom"), problems);
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

  private static void checkFieldRefs(EnvVarSource source, String path, Problems problems) {
    var field = source.getFieldRef();
    if (field != null) {
      var fieldPath = Objects.requireNonNullElse(field.getFieldPath(), "");
      problems.errorIf(
          !ENV_POD_FIELDS.contains(fieldPath) && !isPodMetadataField(fieldPath),
          path + ".fieldRef.fieldPath",
          "EnvFieldUnknown",
          "Unsupported value \"%s\": not a Pod field that an environment variable can use; %s",
          fieldPath,
          Suggestions.didYouMean(fieldPath, ENV_POD_FIELDS.stream().sorted().toList()));
    }
    var resource = source.getResourceFieldRef();
    if (resource != null) {
      var name = Objects.requireNonNullElse(resource.getResource(), "");
      problems.errorIf(
          !CONTAINER_RESOURCE_FIELD.matcher(name).matches(),
          path + ".resourceFieldRef.resource",
          "EnvFieldUnknown",
          "Unsupported value \"%s\": use a container resource such as limits.cpu or"
              + " requests.memory",
          name);
    }
  }

  private static void checkKeyRefs(EnvVarSource source, String path, Problems problems) {
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
        !NameFormat.DNS_SUBDOMAIN.accepts(name),
        path,
        "EnvSourceIncomplete",
        isEmpty(name)
            ? "Required value: set the name of the object"
            : "Invalid value \"%s\": an object name %s",
        name,
        NameFormat.DNS_SUBDOMAIN.description());
  }

  private static void requireKey(@Nullable String key, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.CONFIG_KEY.accepts(key),
        path,
        "EnvSourceIncomplete",
        isEmpty(key)
            ? "Required value: set the key of the value"
            : "Invalid value \"%s\": a key %s",
        key,
        NameFormat.CONFIG_KEY.description());
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
