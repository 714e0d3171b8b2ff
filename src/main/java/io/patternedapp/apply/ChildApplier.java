package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import java.util.Map;
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

  /**
   * One that no object has, since etcd counts from it before anything is stored. An apply that
   * names it makes an object that does not exist; where there is one, whosever it is, the API
   * server refuses it with 409.
   */
  private static final String NO_OBJECTS_VERSION = "1";

  private final ChildCache cache;
  private final ChildWriter writer;
  private final CurrentApps apps;

  /** Saves applying the same again and again where admission changes what was applied. */
  private final KeptDifferently keptDifferently = new KeptDifferently();

  ChildApplier(ChildCache cache, ChildWriter writer, CurrentApps apps) {
    this.cache = cache;
    cache.whenGone(keptDifferently::forget);
    this.writer = writer;
    this.apps = apps;
  }

  /**
   * Makes a child as wanted.
   *
   * @param cached its projection; null when the caches show none, which says nothing about objects
   *     without the operator's label: one that is found to exist is read
   */
  Result ensure(PatternedApp app, HasMetadata wanted, @Nullable HasMetadata cached) {
    if (cached != null) {
      return settle(app, wanted, cached);
    }
    apps.requireUnlessNew(app);
    try {
      write(writer, ownedIfNew(app, wanted), wanted, null);
      return Result.CREATED;
    } catch (KubernetesClientException e) {
      if (!Failures.isStale(e)) {
        throw e;
      }
      return settle(app, wanted, writer.read(wanted).map(Projection::of).orElseThrow(() -> e));
    }
  }

  private Result settle(PatternedApp app, HasMetadata wanted, HasMetadata live) {
    return switch (Ownership.of(live, app)) {
      case LEFT_OVER -> Result.LEFT_OVER;
      case FOREIGN -> Result.FOREIGN;
      case OURS -> update(app, wanted, live);
      case HANDED_OVER -> adopt(app, wanted, live);
    };
  }

  /** Whose the object of that name is; the app's own when there is none. */
  Ownership ownership(PatternedApp app, HasMetadata wanted, @Nullable HasMetadata cached) {
    var live = cached == null ? writer.read(wanted).map(Projection::of).orElse(null) : cached;
    return live == null ? Ownership.OURS : Ownership.of(live, app);
  }

  /**
   * Makes a child whose predecessor of that name was just deleted; where a finalizer still holds
   * that one, the API server refuses it with 409.
   */
  void succeed(PatternedApp app, HasMetadata wanted, HasMetadata predecessor) {
    var current = changing(app);
    var body = ownedIfNew(app, wanted);
    cache.write(body, predecessor, () -> current.apply(body));
  }

  /** Fails where the API server would refuse to make that object. */
  void tryOut(PatternedApp app, HasMetadata wanted) {
    writer.tryOut(owned(app, wanted, null));
  }

  /** Whether a Pod is as wanted, or kept differently by what admits it. */
  boolean isAsWanted(Pod live, String wantedPrint) {
    var livePrint = Projection.fingerprint(live);
    return livePrint.equals(wantedPrint) || keptDifferently.knows(live, wantedPrint, livePrint);
  }

  /** Applies a Pod over itself. */
  void patch(PatternedApp app, Pod wanted, Pod live) {
    write(changing(app), owned(app, wanted, live), wanted, live);
  }

  /** Gives containers of a running Pod other resources; returns its projection afterwards. */
  Pod resize(PatternedApp app, Pod body, Pod live) {
    var current = changing(app);
    return (Pod) cache.write(body, live, () -> current.resize(body));
  }

  /** Sets labels and annotations of a Pod that are no part of its template; null removes. */
  void mark(
      PatternedApp app, Pod live, Map<String, ? extends Map<String, @Nullable String>> metadata) {
    var current = changing(app);
    cache.write(live, live, () -> current.mark(live, metadata));
  }

  /** Evicts a Pod, or only asks whether that would be allowed. */
  void evict(PatternedApp app, Pod live, boolean dryRun) {
    changing(app).evict(live, dryRun);
  }

  /** Deletes an object of the app. */
  void delete(PatternedApp app, HasMetadata live) {
    changing(app).delete(live);
  }

  /** Deletes a Pod whose containers have ended, at once. */
  void deleteEnded(PatternedApp app, Pod live) {
    changing(app).deleteEnded(live);
  }

  private Result update(PatternedApp app, HasMetadata wanted, HasMetadata live) {
    var wantedPrint = Fingerprint.ofWanted(wanted);
    var livePrint = Projection.fingerprint(live);
    if (livePrint.equals(wantedPrint) || keptDifferently.knows(live, wantedPrint, livePrint)) {
      return Result.UNCHANGED;
    }
    write(changing(app), owned(app, wanted, live), wanted, live);
    return Result.UPDATED;
  }

  /**
   * Takes over an object as it was decided on: when it changed meanwhile, the next attempt does.
   */
  private Result adopt(PatternedApp app, HasMetadata wanted, HasMetadata live) {
    var current = changing(app);
    var ours = Projection.of(current.handOver(wanted, live));
    write(current, owned(app, wanted, ours), wanted, ours);
    return Result.ADOPTED;
  }

  /** For what changes objects: the app has to be the newest. */
  private ChildWriter changing(PatternedApp app) {
    apps.require(app);
    return writer;
  }

  private void write(
      ChildWriter to, HasMetadata body, HasMetadata wanted, @Nullable HasMetadata live) {
    var written = cache.write(body, live, () -> to.apply(body));
    keptDifferently.note(written, Fingerprint.ofWanted(wanted), Projection.fingerprint(written));
  }

  private static HasMetadata ownedIfNew(PatternedApp app, HasMetadata wanted) {
    var meta = ownedMeta(app, wanted).withResourceVersion(NO_OBJECTS_VERSION).build();
    return WithMetadata.of(wanted, meta);
  }

  /** The body of the apply: the child with its owner and the state that it was decided on. */
  private static HasMetadata owned(
      PatternedApp app, HasMetadata wanted, @Nullable HasMetadata live) {
    var meta = ownedMeta(app, wanted);
    if (live != null) {
      meta.withUid(uid(live)).withResourceVersion(live.getMetadata().getResourceVersion());
    }
    return WithMetadata.of(
        wanted, live instanceof Pod pod ? CarriedOver.onto(meta.build(), pod) : meta.build());
  }

  private static ObjectMetaBuilder ownedMeta(PatternedApp app, HasMetadata wanted) {
    return new ObjectMetaBuilder(wanted.getMetadata())
        .withNamespace(app.getMetadata().getNamespace())
        .withOwnerReferences(Ownership.referenceTo(app));
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }
}
