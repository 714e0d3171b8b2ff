package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import org.jspecify.annotations.Nullable;

/** Applies one child when it differs, never over an object that is not the app's own. */
final class ChildApplier {

  /** What became of a child. */
  enum Result {
    UNCHANGED,
    CREATED,
    UPDATED,
    ADOPTED,
    LEFT_OVER,
    FOREIGN
  }

  private final ChildCache cache;
  private final ChildWriter writer;

  /** Saves applying the same again and again where admission changes what was applied. */
  private final KeptDifferently keptDifferently = new KeptDifferently();

  ChildApplier(ChildCache cache, ChildWriter writer) {
    this.cache = cache;
    this.writer = writer;
  }

  /**
   * Makes a child as wanted.
   *
   * @param cached its projection; null when the caches show none, which says nothing about objects
   *     without the operator's label, so it is read first
   */
  Result ensure(PatternedApp app, HasMetadata wanted, @Nullable HasMetadata cached) {
    var live = cached == null ? readMissed(wanted) : cached;
    if (live == null) {
      write(app, wanted, null);
      return Result.CREATED;
    }
    return switch (Ownership.of(live, app)) {
      case LEFT_OVER -> Result.LEFT_OVER;
      case FOREIGN -> Result.FOREIGN;
      case OURS -> update(app, wanted, live);
      case HANDED_OVER -> adopt(app, wanted, live);
    };
  }

  /** Whose the object of that name is; the app's own when there is none. */
  Ownership ownership(PatternedApp app, HasMetadata wanted, @Nullable HasMetadata cached) {
    var live = cached == null ? readMissed(wanted) : cached;
    return live == null ? Ownership.OURS : Ownership.of(live, app);
  }

  /** Makes a child whose predecessor of that name was just deleted. */
  void succeed(PatternedApp app, HasMetadata wanted, HasMetadata predecessor) {
    var written = writer.apply(owned(app, wanted, null));
    cache.written(Projection.of(written), predecessor);
  }

  /** Fails where the API server would refuse to make that object. */
  void tryOut(PatternedApp app, HasMetadata wanted) {
    writer.tryOut(owned(app, wanted, null));
  }

  /** Deletes an object of the app. */
  void delete(HasMetadata live) {
    writer.delete(live);
    keptDifferently.forget(live);
  }

  /** Deletes a Pod whose containers have ended, at once. */
  void deleteEnded(Pod live) {
    writer.deleteEnded(live);
    keptDifferently.forget(live);
  }

  private @Nullable HasMetadata readMissed(HasMetadata wanted) {
    return writer.read(wanted).map(Projection::of).orElse(null);
  }

  private Result update(PatternedApp app, HasMetadata wanted, HasMetadata live) {
    var wantedPrint = Fingerprint.ofWanted(wanted);
    var livePrint = Projection.fingerprint(live);
    if (livePrint.equals(wantedPrint) || keptDifferently.knows(live, wantedPrint, livePrint)) {
      return Result.UNCHANGED;
    }
    write(app, wanted, live);
    return Result.UPDATED;
  }

  /**
   * Takes over an object as it was decided on: when it changed meanwhile, the next attempt does.
   */
  private Result adopt(PatternedApp app, HasMetadata wanted, HasMetadata live) {
    write(app, wanted, Projection.of(writer.handOver(wanted, live)));
    return Result.ADOPTED;
  }

  private void write(PatternedApp app, HasMetadata wanted, @Nullable HasMetadata live) {
    var written = Projection.of(writer.apply(owned(app, wanted, live)));
    cache.written(written, live);
    keptDifferently.note(written, Fingerprint.ofWanted(wanted), Projection.fingerprint(written));
  }

  /** The body of the apply: the child with its owner and the state that it was decided on. */
  private static HasMetadata owned(
      PatternedApp app, HasMetadata wanted, @Nullable HasMetadata live) {
    var meta =
        wanted
            .getMetadata()
            .edit()
            .withNamespace(app.getMetadata().getNamespace())
            .withOwnerReferences(Ownership.referenceTo(app));
    if (live != null) {
      meta.withUid(uid(live)).withResourceVersion(live.getMetadata().getResourceVersion());
      carryAttempt(meta, live);
    }
    return WithMetadata.of(wanted, meta.build());
  }

  private static void carryAttempt(ObjectMetaBuilder meta, HasMetadata live) {
    var attempt = live.getMetadata().getAnnotations().get(RestartDelay.ATTEMPT);
    if (attempt != null) {
      meta.addToAnnotations(RestartDelay.ATTEMPT, attempt);
    }
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }
}
