package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Converts resources to compressed JSON and back. Thread-safe. All stores of one group of informers
 * share an instance, because a {@link Deflater} takes 256 KiB of native memory and creating one
 * costs more than compressing a resource.
 */
public final class ResourceCompressor {

  private final KubernetesSerialization serialization;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  /**
   * @param serialization reads and writes the JSON; the kinds that are compressed must be known to
   *     it
   */
  public ResourceCompressor(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  byte[] compress(Object resource) {
    var json = serialization.asJson(resource).getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream();
    synchronized (deflater) {
      deflater.reset();
      try (var out = new DeflaterOutputStream(bytes, deflater)) {
        out.write(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes.toByteArray();
  }

  <R> R decompress(byte[] compressed, Class<R> type) {
    return serialization.unmarshal(
        new InflaterInputStream(new ByteArrayInputStream(compressed)), type);
  }

  /** Returns a new resource of a kind, without metadata. */
  <R> R createEmpty(Class<R> kind) {
    return serialization.convertValue(Map.of(), kind);
  }
}
