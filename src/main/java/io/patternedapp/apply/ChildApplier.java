package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.guard.AdmissionMutations;
import io.patternedapp.apply.guard.StalenessGuard;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.Ownership;
import io.patternedapp.rollout.PreservedPodMetadata;
import io.patternedapp.rollout.Projection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies one child when it differs, never over an object that is not the app's own. */
final class ChildApplier {

  /** What became of a child. */
  enum Result {
    UNCHANGED,
    CREATED,
    UPDATED,
    ADOPTED,
    OWNER_DELETED,
    FOREIGN
  }

  /**
   * One that no object has, since etcd counts from it before anything is stored. An apply that
   * names it makes an object that does not exist; where there is one, whosever it is, the API
   * server refuses it with 409.
   */
  private static final String CREATE_ONLY_RESOURCE_VERSION = "1";

  private final ChildCache cache;
  private final ChildWriter writer;
  private final StalenessGuard stalenessGuard;

  /** Saves applying the same again and again where admission changes what was applied. */
  private final AdmissionMutations admissionMutations = new AdmissionMutations();

  ChildApplier(ChildCache cache, ChildWriter writer, StalenessGuard stalenessGuard) {
    this.cache = cache;
    cache.onDeleted(admissionMutations::forget);
    this.writer = writer;
    this.stalenessGuard = stalenessGuard;
  }

  /**
   * Makes a child as wanted.
   *
   * @param cached its projection; null when the caches show none, which says nothing about objects
   *     without the operator's label: one that is found to exist is read
   */
  Result ensure(PatternedApp app, HasMetadata desired, @Nullable HasMetadata cached) {
    if (cached != null) {
      return reconcileExisting(app, desired, cached);
    }
    stalenessGuard.ensureCurrentUnlessNew(app);
    try {
      write(writer, createBody(app, desired), desired, null);
      return Result.CREATED;
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
      return reconcileExisting(
          app, desired, writer.read(desired).map(Projection::project).orElseThrow(() -> e));
    }
  }

  private Result reconcileExisting(PatternedApp app, HasMetadata desired, HasMetadata live) {
    return switch (Ownership.resolve(live, app)) {
      case OWNER_DELETED -> Result.OWNER_DELETED;
      case FOREIGN -> Result.FOREIGN;
      case OWNED -> update(app, desired, live);
      case ADOPTABLE -> adopt(app, desired, live);
    };
  }

  /** Whose the object of that name is; the app's own when there is none. */
  Ownership resolveOwnership(PatternedApp app, HasMetadata desired, @Nullable HasMetadata cached) {
    var live = cached == null ? writer.read(desired).map(Projection::project).orElse(null) : cached;
    return live == null ? Ownership.OWNED : Ownership.resolve(live, app);
  }

  /**
   * Makes a child whose predecessor of that name was just deleted; where a finalizer still holds
   * that one, the API server refuses it with 409.
   */
  void createReplacement(PatternedApp app, HasMetadata desired, HasMetadata predecessor) {
    var currentWriter = writerForCurrentGeneration(app);
    var body = createBody(app, desired);
    writeThrough(body, predecessor, () -> currentWriter.apply(body));
  }

  /** Fails where the API server would refuse to make that object. */
  void dryRunCreate(PatternedApp app, HasMetadata desired) {
    writer.dryRunCreate(applyBody(app, desired, null));
  }

  /** Whether a Pod is as wanted, or kept differently by what admits it. */
  boolean isInSync(Pod live, String desiredFingerprint) {
    var liveFingerprint = Projection.fingerprint(live);
    return liveFingerprint.equals(desiredFingerprint)
        || admissionMutations.isKnown(live, desiredFingerprint, liveFingerprint);
  }

  /** Applies a Pod over itself. */
  void patch(PatternedApp app, Pod desired, Pod live) {
    write(writerForCurrentGeneration(app), applyBody(app, desired, live), desired, live);
  }

  /** Gives containers of a running Pod other resources; returns its projection afterwards. */
  Pod resize(PatternedApp app, Pod body, Pod live) {
    var currentWriter = writerForCurrentGeneration(app);
    return (Pod) writeThrough(body, live, () -> currentWriter.resize(body));
  }

  /** Sets labels and annotations of a Pod that are no part of its template; null removes. */
  void patchMetadata(
      PatternedApp app, Pod live, Map<String, ? extends Map<String, @Nullable String>> metadata) {
    var currentWriter = writerForCurrentGeneration(app);
    writeThrough(live, live, () -> currentWriter.patchMetadata(live, metadata));
  }

  /** Evicts a Pod, or only asks whether that would be allowed. */
  void evict(PatternedApp app, Pod live, boolean dryRun) {
    writerForCurrentGeneration(app).evict(live, dryRun);
  }

  /** Deletes an object of the app. */
  void delete(PatternedApp app, HasMetadata live) {
    writerForCurrentGeneration(app).delete(live);
  }

  /** Deletes a Pod whose containers have ended, at once. */
  void deleteFinished(PatternedApp app, Pod live) {
    writerForCurrentGeneration(app).deleteFinished(live);
  }

  private Result update(PatternedApp app, HasMetadata desired, HasMetadata live) {
    var desiredFingerprint = Fingerprint.ofDesired(desired);
    var liveFingerprint = Projection.fingerprint(live);
    if (liveFingerprint.equals(desiredFingerprint)
        || admissionMutations.isKnown(live, desiredFingerprint, liveFingerprint)) {
      return Result.UNCHANGED;
    }
    write(writerForCurrentGeneration(app), applyBody(app, desired, live), desired, live);
    return Result.UPDATED;
  }

  /**
   * Takes over an object as it was decided on: when it changed meanwhile, the next attempt does.
   */
  private Result adopt(PatternedApp app, HasMetadata desired, HasMetadata live) {
    var currentWriter = writerForCurrentGeneration(app);
    var owned = Projection.project(currentWriter.takeOverManagedFields(desired, live));
    write(currentWriter, applyBody(app, desired, owned), desired, owned);
    return Result.ADOPTED;
  }

  /** For what changes objects: the app has to be the newest. */
  private ChildWriter writerForCurrentGeneration(PatternedApp app) {
    stalenessGuard.ensureCurrent(app);
    return writer;
  }

  private void write(
      ChildWriter currentWriter,
      HasMetadata body,
      HasMetadata desired,
      @Nullable HasMetadata live) {
    var written = writeThrough(body, live, () -> currentWriter.apply(body));
    admissionMutations.record(
        written, Fingerprint.ofDesired(desired), Projection.fingerprint(written));
  }

  private static HasMetadata createBody(PatternedApp app, HasMetadata desired) {
    var meta =
        metadataWithOwner(app, desired).withResourceVersion(CREATE_ONLY_RESOURCE_VERSION).build();
    return ResourceCopies.withMetadata(desired, meta);
  }

  /** The body of the apply: the child with its owner and the state that it was decided on. */
  private static HasMetadata applyBody(
      PatternedApp app, HasMetadata desired, @Nullable HasMetadata live) {
    var meta = metadataWithOwner(app, desired);
    if (live != null) {
      meta.withUid(uid(live)).withResourceVersion(live.getMetadata().getResourceVersion());
    }
    return ResourceCopies.withMetadata(
        desired,
        live instanceof Pod pod ? PreservedPodMetadata.applyTo(meta.build(), pod) : meta.build());
  }

  private static ObjectMetaBuilder metadataWithOwner(PatternedApp app, HasMetadata desired) {
    return new ObjectMetaBuilder(desired.getMetadata())
        .withNamespace(app.getMetadata().getNamespace())
        .withOwnerReferences(Ownership.newControllerReference(app));
  }

  private static String uid(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  /** Sends a write and makes its response visible at once. */
  private HasMetadata writeThrough(
      HasMetadata target, @Nullable HasMetadata previous, Supplier<? extends HasMetadata> request) {
    try (var write = cache.beginWrite(target, previous)) {
      return write.complete(request.get());
    }
  }
}
