package io.patternedapp.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;

/**
 * An object as its JSON, which takes a third to a fifth of the memory. The object is there as well
 * for as long as anybody has it, and is then read anew when it is asked for.
 */
final class Packed<T extends HasMetadata> {

  /** An object but for what takes space. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Head(ObjectMeta metadata) {}

  private final byte[] json;
  private WeakReference<T> object;

  /** Packs an object, which is not to be changed from now on. */
  Packed(T object, KubernetesSerialization serialization) {
    this.json = serialization.asJson(object).getBytes(StandardCharsets.UTF_8);
    this.object = new WeakReference<>(object);
  }

  /** The object, the same to all who have it at a time. */
  synchronized T object(Class<T> kind, KubernetesSerialization serialization) {
    var known = object.get();
    if (known != null) {
      return known;
    }
    var read = read(kind, serialization);
    object = new WeakReference<>(read);
    return read;
  }

  /** What only its metadata is read of. */
  ObjectMeta metadata(KubernetesSerialization serialization) {
    return read(Head.class, serialization).metadata();
  }

  private <R> R read(Class<R> type, KubernetesSerialization serialization) {
    return serialization.unmarshal(new ByteArrayInputStream(json), type);
  }
}
