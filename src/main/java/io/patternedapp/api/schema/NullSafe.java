package io.patternedapp.api.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces null by an empty collection or zero, so that callers need no null checks. */
public final class NullSafe {

  private NullSafe() {}

  public static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  public static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  public static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }
}
