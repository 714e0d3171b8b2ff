package io.patternedapp.apply.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.apply.FakeChildCache;
import org.junit.jupiter.api.Test;

class RejectedInPlaceUpdatesTest {

  private final FakeChildCache cache = new FakeChildCache();
  private final RejectedInPlaceUpdates rejectedUpdates = new RejectedInPlaceUpdates();
  private final AdmissionMutations admissionMutations = new AdmissionMutations();

  @Test
  void rejectedUpdateIsForgottenWhenItsPodIsDeleted() {
    cache.onDeleted(rejectedUpdates::forget);
    var pod = pod("1");
    rejectedUpdates.record(pod, "wanted", "no");
    assertThat(rejectedUpdates.findReason(pod, "wanted")).contains("no");
    assertThat(rejectedUpdates.findReason(pod, "something else")).isEmpty();

    cache.deleteFromWatch(pod("2"));
    assertThat(rejectedUpdates.findReason(pod, "wanted")).contains("no");
    cache.deleteFromWatch(pod);

    assertThat(rejectedUpdates.findReason(pod, "wanted")).isEmpty();
  }

  @Test
  void admissionMutationIsForgottenOnlyWhenItsOwnObjectIsDeleted() {
    cache.onDeleted(admissionMutations::forget);
    var pod = pod("2");
    admissionMutations.record(pod, "wanted", "live");

    cache.deleteFromWatch(pod("1"));
    assertThat(admissionMutations.isKnown(pod, "wanted", "live")).isTrue();
    cache.deleteFromWatch(pod);

    assertThat(admissionMutations.isKnown(pod, "wanted", "live")).isFalse();
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
