package io.patternedapp.validate.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value together with where it is written.
 *
 * @param path its JSON path
 * @param value what is written there
 */
public record FieldValue<T>(String path, T value) {

  /** The items of a list; what is null in it is passed over. */
  public static <T> List<FieldValue<T>> items(String path, @Nullable List<T> list) {
    var items = new ArrayList<FieldValue<T>>();
    for (int i = 0; list != null && i < list.size(); i++) {
      if (list.get(i) != null) {
        items.add(new FieldValue<>(path + "[" + i + "]", list.get(i)));
      }
    }
    return items;
  }

  /** The path of a map's entry. */
  public static String keyPath(String path, String key) {
    return path + "[\"" + key + "\"]";
  }

  /** The map itself, or an empty one. */
  public static <V> Map<String, V> emptyIfNull(@Nullable Map<String, V> map) {
    return Objects.requireNonNullElse(map, Map.of());
  }

  /** The path of a member of this value. */
  public String pathTo(String member) {
    return path + "." + member;
  }
}
