package io.patternedapp.cli.controlplane;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Converts a client configuration to a kubeconfig. */
final class KubeconfigYaml {

  private static final String NAME = "patternedapp";

  private KubeconfigYaml() {}

  /** Returns the YAML of a kubeconfig with one context, which is the current one. */
  static String toYaml(Config config) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withApiVersion("v1")
            .withKind("Config")
            .addNewCluster()
            .withName(NAME)
            .withNewCluster()
            .withServer(config.getMasterUrl())
            .withCertificateAuthorityData(config.getCaCertData())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName(NAME)
            .withNewUser()
            .withToken(config.getOauthToken())
            .endUser()
            .endUser()
            .addNewContext()
            .withName(NAME)
            .withNewContext()
            .withCluster(NAME)
            .withUser(NAME)
            .withNamespace(config.getNamespace())
            .endContext()
            .endContext()
            .withCurrentContext(NAME)
            .build());
  }
}
