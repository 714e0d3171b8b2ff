package io.patternedapp.crd;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PatternedAppStatus;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Distinguishes the fields that this project defines from the fields of upstream types. */
final class ProjectFields {

  private ProjectFields() {}

  /**
   * Returns whether the schema path ends in a field declared in {@code io.patternedapp.api}.
   *
   * @param path dotted, from {@code spec} or {@code status}
   */
  static boolean isOwnField(String path) {
    return typeOf(path).isPresent();
  }

  /**
   * Returns the type of a field of this project, for a list the type of its items; empty for other
   * fields.
   *
   * @param path dotted, from {@code spec} or {@code status}
   */
  static Optional<Class<?>> typeOf(String path) {
    var steps = path.split("\\.");
    Class<?> type = steps[0].equals("spec") ? PatternedAppSpec.class : PatternedAppStatus.class;
    for (var step : Arrays.copyOfRange(steps, 1, steps.length)) {
      var field = findField(type, step);
      if (field.isEmpty()) {
        return Optional.empty();
      }
      type = elementType(field.get().getGenericType());
    }
    return Optional.of(type);
  }

  private static Optional<Field> findField(Class<?> type, String name) {
    for (var c = type;
        c != null && c != Container.class && c != Volume.class;
        c = c.getSuperclass()) {
      if (!c.getName().startsWith("io.patternedapp.")) {
        return Optional.empty();
      }
      var found =
          Arrays.stream(c.getDeclaredFields()).filter(f -> f.getName().equals(name)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Class<?> elementType(Type type) {
    if (type instanceof ParameterizedType parameterized
        && List.class.equals(parameterized.getRawType())) {
      return (Class<?>) parameterized.getActualTypeArguments()[0];
    }
    return type instanceof Class<?> c ? c : Object.class;
  }
}
