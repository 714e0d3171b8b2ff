package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Names;
import java.util.Optional;

/** Whose an existing object is. What is not controlled by this very app is never touched. */
enum Ownership {
  /** Controlled by this app, by UID. */
  OURS,
  /** Controlled by an app of the same name that is gone; the garbage collector removes it. */
  LEFT_OVER,
  /** Controlled by nobody, and its owner says that this app is to have it. */
  HANDED_OVER,
  /** Anything else. */
  FOREIGN;

  static Ownership of(HasMetadata live, PatternedApp app) {
    var controller = controller(live);
    if (controller.isEmpty()) {
      return isHandedOver(live, app) ? HANDED_OVER : FOREIGN;
    }
    if (app.getMetadata().getUid().equals(controller.get().getUid())) {
      return OURS;
    }
    return PatternedApp.class.getSimpleName().equals(controller.get().getKind())
            && app.getMetadata().getName().equals(controller.get().getName())
        ? LEFT_OVER
        : FOREIGN;
  }

  private static boolean isHandedOver(HasMetadata live, PatternedApp app) {
    var meta = live.getMetadata();
    return meta.getDeletionTimestamp() == null
        && app.getMetadata().getName().equals(meta.getAnnotations().get(Names.ADOPT));
  }

  /** The reference that makes an object a child of an app. */
  static OwnerReference referenceTo(PatternedApp app) {
    return new OwnerReferenceBuilder()
        .withApiVersion(app.getApiVersion())
        .withKind(app.getKind())
        .withName(app.getMetadata().getName())
        .withUid(app.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
