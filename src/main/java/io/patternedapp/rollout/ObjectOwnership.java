package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ControllerReference;

/**
 * Ownership of an existing object. The operator changes only objects that the app itself controls.
 */
public enum ObjectOwnership {
  /** Controlled by this app, identified by UID. */
  OWNED,
  /** Controlled by a deleted app of the same name; the garbage collector deletes the object. */
  OWNER_DELETED,
  /** Without a controller, and annotated for adoption by this app. */
  ADOPTABLE,
  /** Anything else. */
  FOREIGN;

  public static ObjectOwnership resolve(HasMetadata live, PatternedApp app) {
    var controller = ControllerReference.find(live);
    if (controller.isEmpty()) {
      return isAdoptable(live, app) ? ADOPTABLE : FOREIGN;
    }
    if (app.getMetadata().getUid().equals(controller.get().getUid())) {
      return OWNED;
    }
    return PatternedApp.class.getSimpleName().equals(controller.get().getKind())
            && app.getMetadata().getName().equals(controller.get().getName())
        ? OWNER_DELETED
        : FOREIGN;
  }

  private static boolean isAdoptable(HasMetadata live, PatternedApp app) {
    var meta = live.getMetadata();
    return meta.getDeletionTimestamp() == null
        && app.getMetadata().getName().equals(meta.getAnnotations().get(Annotations.ADOPT));
  }

  /** Creates the owner reference that makes an object a child of an app. */
  public static OwnerReference newControllerReference(PatternedApp app) {
    return new OwnerReferenceBuilder()
        .withApiVersion(app.getApiVersion())
        .withKind(app.getKind())
        .withName(app.getMetadata().getName())
        .withUid(app.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
