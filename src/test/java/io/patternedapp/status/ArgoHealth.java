package io.patternedapp.status;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * Health of an app in Argo CD, evaluated by the shipped health check.
 *
 * @param status Healthy, Progressing, Degraded or Suspended
 * @param message the message in the Argo CD UI
 */
record ArgoHealth(String status, String message) {

  private static final Path HEALTH_SCRIPT = Path.of("deploy", "argocd", "health.lua");

  static ArgoHealth evaluate(PatternedApp app) {
    try {
      var lua = JsePlatform.standardGlobals();
      lua.set("obj", luaValue(Serialization.unmarshal(Serialization.asJson(app), Map.class)));
      var health = lua.load(Files.readString(HEALTH_SCRIPT), "health.lua").call();
      return new ArgoHealth(
          health.get("status").checkjstring(), health.get("message").checkjstring());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LuaValue luaValue(Object json) {
    if (json instanceof Map<?, ?> map) {
      var table = new LuaTable();
      map.forEach((key, value) -> table.set(String.valueOf(key), luaValue(value)));
      return table;
    }
    if (json instanceof List<?> list) {
      return LuaValue.listOf(list.stream().map(ArgoHealth::luaValue).toArray(LuaValue[]::new));
    }
    if (json instanceof Number number) {
      return LuaValue.valueOf(number.doubleValue());
    }
    if (json instanceof Boolean bool) {
      return LuaValue.valueOf(bool);
    }
    return json == null ? LuaValue.NIL : LuaValue.valueOf(json.toString());
  }
}
