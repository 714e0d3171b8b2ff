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
 * One app of the benchmark and the bodies of all requests that make it, ready before any clock
 * starts.
 *
 * @param name unique over the namespaces, and begins with {@code b-}
 * @param app the body that creates the app
 * @param children what the operator makes of it, in its order; the UID of the app is to be filled
 *     in
 */
record Sample(String name, String namespace, String app, List<Child> children) {

  static final int NAMESPACES = 5;
  static final Pattern NAME = Pattern.compile("\"name\":\"(b-[0-9a-z]+-\\d{5})");

  private static final String UID = "UID-OF-THE-APP";
  private static final String TEMPLATE = template();

  /** A child: where it is applied, and its body. */
  record Child(String path, String body) {

    String body(String uid) {
      return body.replace(UID, uid);
    }
  }

  /** As many apps, spread over the namespaces. */
  static List<Sample> some(String burst, int count) {
    return IntStream.range(0, count).mapToObj(i -> of(burst, i)).toList();
  }

  private static Sample of(String burst, int number) {
    var name = "b-%s-%05d".formatted(burst, number);
    var namespace = namespace(number % NAMESPACES);
    var app =
        Serialization.unmarshal(
            TEMPLATE.replace("NAMESPACE", namespace).replace("NAME", name), PatternedApp.class);
    var body = Serialization.asJson(app);
    app.getMetadata().setUid(UID);
    var children = Expander.expand(app).children().stream().map(child -> child(app, child));
    return new Sample(name, namespace, body, children.toList());
  }

  static String namespace(int number) {
    return "bench-" + number;
  }

  /** What render would be given. */
  static String yaml(String name, String namespace) {
    return TEMPLATE.replace("NAMESPACE", namespace).replace("NAME", name);
  }

  static String apps(String namespace) {
    return "/apis/patternedapp.io/v1alpha1/namespaces/" + namespace + "/patternedapps";
  }

  String appPath() {
    return apps(namespace) + "/" + name;
  }

  /** The workload's body alone, owned by nobody. */
  String deployment() {
    return children
        .get(children.size() - 1)
        .body()
        .replaceFirst("\"ownerReferences\":\\[[^]]*],", "");
  }

  private static Child child(PatternedApp app, HasMetadata child) {
    child
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(app.getApiVersion())
                    .withKind(app.getKind())
                    .withName(app.getMetadata().getName())
                    .withUid(UID)
                    .withController(true)
                    .withBlockOwnerDeletion(true)
                    .build()));
    child.getMetadata().setNamespace(app.getMetadata().getNamespace());
    return new Child(path(child), Serialization.asJson(child));
  }

  private static String path(HasMetadata child) {
    var group = child.getApiVersion().contains("/") ? "/apis/" : "/api/";
    return "%s%s/namespaces/%s/%ss/%s"
        .formatted(
            group,
            child.getApiVersion(),
            child.getMetadata().getNamespace(),
            child.getKind().toLowerCase(java.util.Locale.ROOT),
            child.getMetadata().getName());
  }

  private static String template() {
    try (var yaml = Sample.class.getResourceAsStream("app.yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
