package io.patternedapp.operator.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerFactory;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;

/**
 * How the operator's client reads what the API server sends, each thing once, and what is used; and
 * how it writes.
 */
public final class ClientSerialization {

  /** Who owns what in an app is nearly half of it, and nobody asks. */
  private interface ManagedFieldsMixin {

    @JsonIgnoreProperties("managedFields")
    ObjectMeta getMetadata();
  }

  private ClientSerialization() {}

  /** Reads the upstream kinds and the operator's own. */
  public static KubernetesSerialization create() {
    var mapper = new ObjectMapper();
    var serialization = new KubernetesSerialization(mapper, true);
    mapper.setSerializerFactory(defaultSerializers());
    mapper.addMixIn(PatternedApp.class, ManagedFieldsMixin.class);
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
   * Jackson's own. The client's looks, for each field that it writes, whether the object has it
   * again among what its type does not know, which templates of OpenShift may. It also writes times
   * of java.time, which only Leases have: see {@link
   * io.patternedapp.operator.leader.LeaderElection}.
   */
  private static SerializerFactory defaultSerializers() {
    return BeanSerializerFactory.instance;
  }
}
