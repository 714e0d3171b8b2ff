package io.patternedapp.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * An object as its compressed JSON, which takes a quarter to a tenth of the memory. The object is
 * there as well for as long as anybody has it, and is then read anew when it is asked for.
 */
final class Packed<T extends HasMetadata> {

  /** An object but for what takes space. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Head(ObjectMeta metadata) {}

  /** To make one takes longer than what it then does. */
  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED);

  private final byte[] json;
  private WeakReference<T> object;

  /** Packs an object, which is not to be changed from now on. */
  Packed(T object, KubernetesSerialization serialization) {
    this.json = compressed(serialization.asJson(object).getBytes(StandardCharsets.UTF_8));
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
    return serialization.unmarshal(new InflaterInputStream(new ByteArrayInputStream(json)), type);
  }

  private static byte[] compressed(byte[] json) {
    var bytes = new ByteArrayOutputStream();
    synchronized (DEFLATER) {
      DEFLATER.reset();
      try (var out = new DeflaterOutputStream(bytes, DEFLATER)) {
        out.write(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes.toByteArray();
  }
}
