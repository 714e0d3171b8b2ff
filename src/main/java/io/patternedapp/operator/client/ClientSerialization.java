package io.patternedapp.operator.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerFactory;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Creates the client's {@link KubernetesSerialization}: registers the operator's kinds, skips the
 * metadata of PatternedApps that is never read, interns names, and deserializes watch events
 * directly into their types.
 */
public final class ClientSerialization {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** {@code managedFields} make up almost half of a PatternedApp and are never read. */
  private interface AppMixin {

    @JsonIgnoreProperties("managedFields")
    @JsonDeserialize(converter = LastAppliedRemover.class)
    ObjectMeta getMetadata();
  }

  /**
   * JOSDK keeps the name and the namespace of a resource in several indexes, and a namespace has
   * many resources.
   */
  private interface InternedNamesMixin {

    @JsonDeserialize(converter = StringInterner.class)
    void setName(@Nullable String name);

    @JsonDeserialize(converter = StringInterner.class)
    void setNamespace(@Nullable String namespace);
  }

  /** Removes the copy of the spec that {@code kubectl apply} leaves. */
  private static final class LastAppliedRemover extends StdConverter<ObjectMeta, ObjectMeta> {

    @Override
    public ObjectMeta convert(ObjectMeta meta) {
      if (meta.getAnnotations() != null) {
        meta.getAnnotations().remove(LAST_APPLIED);
      }
      return meta;
    }
  }

  private static final class StringInterner
      extends StdConverter<@Nullable String, @Nullable String> {

    @Override
    public @Nullable String convert(@Nullable String value) {
      return value == null ? null : value.intern();
    }
  }

  private ClientSerialization() {}

  public static KubernetesSerialization create() {
    var mapper = new ObjectMapper();
    var serialization = new KubernetesSerialization(mapper, true);
    mapper.setSerializerFactory(defaultSerializers());
    mapper.addMixIn(PatternedApp.class, AppMixin.class);
    mapper.addMixIn(ObjectMeta.class, InternedNamesMixin.class);
    mapper.registerModule(
        new SimpleModule()
            .addDeserializer(
                WatchEvent.class,
                new WatchEventDeserializer(serialization::getRegisteredKubernetesResource)));
    serialization.registerKubernetesResource(PatternedApp.class);
    serialization.registerKubernetesResource(PodMonitor.class);
    return serialization;
  }

  /**
   * Returns Jackson's own serializers. They cannot write {@code java.time} values, which only
   * Leases have: see {@link io.patternedapp.operator.leader.LeaderElection}.
   */
  // Workaround: BeanPropertyWriterDelegate of fabric8 7.5.2 checks for each field that it writes
  // whether an additional property overrides it, which only OpenShift templates need.
  // Cost without: 0.3 of 9.5 ms of CPU time per app.
  // Remove when: the client's own serializers do not check each field.
  private static SerializerFactory defaultSerializers() {
    return BeanSerializerFactory.instance;
  }
}
