package io.patternedapp.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.metrics.AppState;
import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;

/**
 * An app as its JSON, which takes a fifth of what its object does. The object is there as well for
 * as long as anybody has it, and is then read anew when it is asked for.
 */
final class PackedApp {

  /** The app but for what takes space. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Head(ObjectMeta metadata) {}

  private final byte[] json;
  private final AppState state;
  private WeakReference<PatternedApp> object;

  /**
   * Packs an app, which is not to be changed from now on.
   *
   * @param state what the metrics tell of it
   */
  PackedApp(PatternedApp app, AppState state, KubernetesSerialization serialization) {
    this.json = serialization.asJson(app).getBytes(StandardCharsets.UTF_8);
    this.state = state;
    this.object = new WeakReference<>(app);
  }

  /** The app, the same object to all who have it at a time. */
  synchronized PatternedApp app(KubernetesSerialization serialization) {
    var app = object.get();
    if (app == null) {
      app = read(PatternedApp.class, serialization);
      object = new WeakReference<>(app);
    }
    return app;
  }

  /** An app with the same metadata and nothing else. */
  PatternedApp head(KubernetesSerialization serialization) {
    var head = new PatternedApp();
    head.setMetadata(read(Head.class, serialization).metadata());
    return head;
  }

  /** What the metrics tell of it. */
  AppState state() {
    return state;
  }

  private <T> T read(Class<T> type, KubernetesSerialization serialization) {
    return serialization.unmarshal(new ByteArrayInputStream(json), type);
  }
}
