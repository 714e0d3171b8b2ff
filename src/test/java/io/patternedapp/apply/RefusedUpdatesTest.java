package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class RefusedUpdatesTest {

  private final RememberedChildren cache = new RememberedChildren();
  private final RefusedUpdates refused = new RefusedUpdates();
  private final KeptDifferently keptDifferently = new KeptDifferently();

  @Test
  void whatIsKnownOfAPodGoesWithItWhoeverRemovedIt() {
    cache.whenGone(refused::forget);
    var pod = pod("1");
    refused.note(pod, "wanted", "no");
    assertThat(refused.why(pod, "wanted")).contains("no");
    assertThat(refused.why(pod, "something else")).isEmpty();

    cache.forgets(pod("2"));
    assertThat(refused.why(pod, "wanted")).contains("no");
    cache.forgets(pod);

    assertThat(refused.why(pod, "wanted")).isEmpty();
  }

  @Test
  void whatIsKeptDifferentlyIsForgottenWithItsObjectButNotWithItsPredecessor() {
    cache.whenGone(keptDifferently::forget);
    var pod = pod("2");
    keptDifferently.note(pod, "wanted", "live");

    cache.forgets(pod("1"));
    assertThat(keptDifferently.knows(pod, "wanted", "live")).isTrue();
    cache.forgets(pod);

    assertThat(keptDifferently.knows(pod, "wanted", "live")).isFalse();
  }

  private static Pod pod(String uid) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("web")
        .withUid(uid)
        .endMetadata()
        .build();
  }
}
