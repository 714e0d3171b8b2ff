package io.patternedapp.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.apiserver.support.ApiServerExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the API server rejects values that the operator could not deserialize. */
@ExtendWith(ApiServerExtension.class)
class UnparsableFieldValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports: [{containerPort: 99999999999}] | spec.main.ports[0].containerPort",
        "livenessProbe: {periodSeconds: 99999999999, tcpSocket: {port: 1}} | periodSeconds",
        "livenessProbe: {tcpSocket: {port: 99999999999}} | port",
        "'lifecycle: {preStop: {sleep: {seconds: 99999999999999999999}}}' | seconds",
        "resources: {limits: {cpu: ''}} | spec.main.resources.limits.cpu",
        "resources: {limits: {cpu: lots}} | spec.main.resources.limits.cpu",
      })
  void appWithAnUnparsableFieldValueIsRejected(
      String field, String path, ApiServerExtension.TestControlPlane api) {
    var app =
        Serialization.unmarshal(
            """
            apiVersion: patternedapp.io/v1alpha1
            kind: PatternedApp
            metadata: {name: unparsable, namespace: default}
            spec: {main: {image: "nginx:1.27", %s}}
            """
                .formatted(field),
            GenericKubernetesResource.class);

    assertThatThrownBy(() -> api.admin().resource(app).dryRun().create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(path);
  }
}
