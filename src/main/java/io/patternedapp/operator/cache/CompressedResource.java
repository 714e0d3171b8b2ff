package io.patternedapp.operator.cache;

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
final class CompressedResource<T extends HasMetadata> {

  /** An object but for what takes space. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record MetadataOnly(ObjectMeta metadata) {}

  /** To make one takes longer than what it then does. */
  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED);

  private final byte[] json;
  private WeakReference<T> cached;

  /** Packs an object, which is not to be changed from now on. */
  CompressedResource(T object, KubernetesSerialization serialization) {
    this.json = compress(serialization.asJson(object).getBytes(StandardCharsets.UTF_8));
    this.cached = new WeakReference<>(object);
  }

  /** The object, the same to all who have it at a time. */
  synchronized T getOrDecompress(Class<T> kind, KubernetesSerialization serialization) {
    var present = cached.get();
    if (present != null) {
      return present;
    }
    var decompressed = deserialize(kind, serialization);
    cached = new WeakReference<>(decompressed);
    return decompressed;
  }

  /** What only its metadata is read of. */
  ObjectMeta decompressMetadata(KubernetesSerialization serialization) {
    return deserialize(MetadataOnly.class, serialization).metadata();
  }

  private <R> R deserialize(Class<R> type, KubernetesSerialization serialization) {
    return serialization.unmarshal(new InflaterInputStream(new ByteArrayInputStream(json)), type);
  }

  private static byte[] compress(byte[] json) {
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
