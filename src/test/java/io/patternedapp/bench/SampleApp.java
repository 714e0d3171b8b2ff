package io.patternedapp.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One app of the benchmark with the bodies of all requests that create it and its children,
 * prepared before the measurement.
 *
 * @param name a name that is unique across namespaces and begins with {@code b-}
 * @param namespace the namespace
 * @param appBody the request body that creates the app
 * @param children the children that the operator creates, in its order; the app's UID is a
 *     placeholder
 */
record SampleApp(String name, String namespace, String appBody, List<ChildRequest> children) {

  static final int NAMESPACES = 5;
  static final Pattern NAME_PATTERN = Pattern.compile("\"name\":\"(b-[0-9a-z]+-\\d{5})");

  private static final String UID_PLACEHOLDER = "UID-OF-THE-APP";
  private static final String TEMPLATE = loadTemplate();

  /** The path and body of a server-side apply request for a child. */
  record ChildRequest(String path, String body) {

    String body(String uid) {
      return body.replace(UID_PLACEHOLDER, uid);
    }
  }

  /** Generates apps and distributes them over the namespaces. */
  static List<SampleApp> generate(String burst, int count) {
    return IntStream.range(0, count).mapToObj(i -> generateOne(burst, i)).toList();
  }

  private static SampleApp generateOne(String burst, int number) {
    var name = "b-%s-%05d".formatted(burst, number);
    var namespace = namespace(number % NAMESPACES);
    var app =
        Serialization.unmarshal(
            TEMPLATE.replace("NAMESPACE", namespace).replace("NAME", name), PatternedApp.class);
    var body = Serialization.asJson(app);
    app.getMetadata().setUid(UID_PLACEHOLDER);
    var children =
        Expander.expand(app).children().stream().map(child -> toChildRequest(app, child));
    return new SampleApp(name, namespace, body, children.toList());
  }

  static String namespace(int number) {
    return "bench-" + number;
  }

  /** Returns the YAML manifest of an app. */
  static String manifest(String name, String namespace) {
    return TEMPLATE.replace("NAMESPACE", namespace).replace("NAME", name);
  }

  static String appsPath(String namespace) {
    return "/apis/patternedapp.io/v1alpha1/namespaces/" + namespace + "/patternedapps";
  }

  String appPath() {
    return appsPath(namespace) + "/" + name;
  }

  /** Returns the body of the Deployment without owner references. */
  String deploymentBody() {
    return children
        .get(children.size() - 1)
        .body()
        .replaceFirst("\"ownerReferences\":\\[[^]]*],", "");
  }

  private static ChildRequest toChildRequest(PatternedApp app, HasMetadata child) {
    child
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(app.getApiVersion())
                    .withKind(app.getKind())
                    .withName(app.getMetadata().getName())
                    .withUid(UID_PLACEHOLDER)
                    .withController(true)
                    .withBlockOwnerDeletion(true)
                    .build()));
    child.getMetadata().setNamespace(app.getMetadata().getNamespace());
    return new ChildRequest(childPath(child), Serialization.asJson(child));
  }

  private static String childPath(HasMetadata child) {
    var group = child.getApiVersion().contains("/") ? "/apis/" : "/api/";
    return "%s%s/namespaces/%s/%ss/%s"
        .formatted(
            group,
            child.getApiVersion(),
            child.getMetadata().getNamespace(),
            child.getKind().toLowerCase(java.util.Locale.ROOT),
            child.getMetadata().getName());
  }

  private static String loadTemplate() {
    try (var yaml = SampleApp.class.getResourceAsStream("app.yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
