package io.patternedapp.validate.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field and the path of that field.
 *
 * @param path the JSON path of the field
 * @param value the value of the field
 */
public record FieldValue<T>(String path, T value) {

  /** Returns the items of a list with their paths, without null items. */
  public static <T> List<FieldValue<T>> items(String path, @Nullable List<T> list) {
    var items = new ArrayList<FieldValue<T>>();
    for (int i = 0; list != null && i < list.size(); i++) {
      if (list.get(i) != null) {
        items.add(new FieldValue<>(path + "[" + i + "]", list.get(i)));
      }
    }
    return items;
  }

  /** Returns the path of a map entry. */
  public static String keyPath(String path, String key) {
    return path + "[\"" + key + "\"]";
  }

  /** Returns the map, or an empty map instead of null. */
  public static <V> Map<String, V> emptyIfNull(@Nullable Map<String, V> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  /** Returns the path of a field of this value. */
  public String pathTo(String member) {
    return path + "." + member;
  }
}
