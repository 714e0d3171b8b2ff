package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.apply.guard.AdmissionMutations;
import io.patternedapp.apply.guard.StalenessGuard;
import io.patternedapp.model.ChildId;
import io.patternedapp.rollout.CacheProjector;
import io.patternedapp.rollout.Fingerprint;
import io.patternedapp.rollout.ObjectOwnership;
import io.patternedapp.rollout.PodStateMetadata;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every write to a child. Never writes to an object that the app does not control, or on
 * behalf of a stale app.
 */
final class GuardedChildWriter {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedChildWriter.class);

  /** The result of {@link #ensure}. */
  enum Result {
    /** The child was in sync. */
    UNCHANGED,
    /** The child did not exist. */
    CREATED,
    /** The child differed. */
    UPDATED,
    /** The child was taken over from its former owner, who had marked it. */
    ADOPTED,
    /** The object belongs to a deleted app of the same name. */
    OWNER_DELETED,
    /** Someone else controls the object. */
    FOREIGN
  }

  /**
   * A resourceVersion that no object has, because etcd counts from it before it stores anything. An
   * apply with it creates an object; where one exists, the API server responds with 409.
   */
  private static final String CREATE_ONLY_RESOURCE_VERSION = "1";

  private final ChildCache cache;
  private final ChildRequests writer;
  private final StalenessGuard stalenessGuard;

  /** Keeps the operator from repeating an apply whose result an admission webhook changes. */
  private final AdmissionMutations admissionMutations = new AdmissionMutations();

  GuardedChildWriter(ChildCache cache, ChildRequests writer, StalenessGuard stalenessGuard) {
    this.cache = cache;
    cache.onDeleted(admissionMutations::forget);
    this.writer = writer;
    this.stalenessGuard = stalenessGuard;
  }

  /**
   * Brings a child in sync.
   *
   * @param cached its projection; null when the caches have none. They select by the operator's
   *     label, so an object without it is found and read only when the create fails
   */
  Result ensure(PatternedApp app, HasMetadata desired, @Nullable HasMetadata cached) {
    if (cached != null) {
      return reconcileExisting(app, desired, cached);
    }
    stalenessGuard.ensureCurrentUnlessNew(app);
    try {
      write(writer, createBody(app, desired), Fingerprint.ofDesired(desired), null);
      return Result.CREATED;
    } catch (KubernetesClientException e) {
      if (!ApiErrors.isConflict(e)) {
        throw e;
      }
      LOG.debug("{} exists and is not cached; reading it", ChildId.of(desired));
      return reconcileExisting(
          app, desired, writer.read(desired).map(CacheProjector::project).orElseThrow(() -> e));
    }
  }

  private Result reconcileExisting(PatternedApp app, HasMetadata desired, HasMetadata live) {
    return switch (ObjectOwnership.resolve(live, app)) {
      case OWNER_DELETED -> Result.OWNER_DELETED;
      case FOREIGN -> Result.FOREIGN;
      case OWNED -> update(app, desired, live);
      case ADOPTABLE -> adopt(app, desired, live);
    };
  }

  /** Returns the ownership of the existing object of that name, or OWNED if there is none. */
  ObjectOwnership resolveOwnership(
      PatternedApp app, HasMetadata desired, @Nullable HasMetadata cached) {
    var live =
        cached == null ? writer.read(desired).map(CacheProjector::project).orElse(null) : cached;
    return live == null ? ObjectOwnership.OWNED : ObjectOwnership.resolve(live, app);
  }

  /**
   * Creates a child whose predecessor of the same name was just deleted. While a finalizer keeps
   * the predecessor, the API server responds with 409.
   */
  void createReplacement(PatternedApp app, HasMetadata desired, HasMetadata predecessor) {
    var currentWriter = writerForCurrentGeneration(app);
    var body = createBody(app, desired);
    LOG.debug("Creating the replacement of {}", ChildId.of(desired));
    writeThrough(body, predecessor, () -> currentWriter.apply(body));
  }

  /**
   * Checks, by a dry run, that the API server would create the replacement of a running object. To
   * be called before that object is deleted.
   *
   * @throws KubernetesClientException if the API server would reject the replacement. Ignores
   *     rejections that affect only the dry run: a quota that the predecessor uses up, or a webhook
   *     that does not support dry runs
   */
  void dryRunReplacement(PatternedApp app, HasMetadata desired) {
    try {
      writer.dryRunCreate(applyBody(app, desired, null));
    } catch (KubernetesClientException e) {
      LOG.debug("The dry run of {} was rejected with code {}", ChildId.of(desired), e.getCode());
      if (ApiErrors.isConflict(e)
          || ApiErrors.isServerUnavailable(e)
          || ApiErrors.blocksReplacement(e)) {
        throw e;
      }
    }
  }

  /** Returns whether a child is in sync, or differs only by what admission changed. */
  boolean isInSync(HasMetadata live, String desiredFingerprint) {
    var liveFingerprint = CacheProjector.fingerprint(live);
    if (liveFingerprint.equals(desiredFingerprint)) {
      return true;
    }
    var isMutation = admissionMutations.isKnown(live, desiredFingerprint, liveFingerprint);
    if (isMutation) {
      LOG.debug("{} differs only by what admission changed", ChildId.of(live));
    }
    return isMutation;
  }

  /** Applies a running Pod in place. */
  void patch(PatternedApp app, Pod desired, Pod live) {
    LOG.debug("Applying {} in place", ChildId.of(live));
    write(
        writerForCurrentGeneration(app),
        applyBody(app, desired, live),
        Fingerprint.ofDesired(desired),
        live);
  }

  /** Resizes containers of a running Pod; returns the projection of the result. */
  Pod resize(PatternedApp app, Pod body, Pod live) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Resizing {}", ChildId.of(live));
    return (Pod) writeThrough(body, live, () -> currentWriter.resize(body));
  }

  /**
   * Patches labels and annotations of a Pod that are not part of its template; null removes a key.
   */
  void patchMetadata(
      PatternedApp app, Pod live, Map<String, ? extends Map<String, @Nullable String>> metadata) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Patching the metadata of {}", ChildId.of(live));
    writeThrough(live, live, () -> currentWriter.patchMetadata(live, metadata));
  }

  /** Evicts a Pod, or checks by a dry run that a PodDisruptionBudget would allow it. */
  void evict(PatternedApp app, Pod live, boolean dryRun) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Evicting {} (dry run: {})", ChildId.of(live), dryRun);
    currentWriter.evict(live, dryRun);
  }

  /** Deletes a child. */
  void delete(PatternedApp app, HasMetadata live) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Deleting {}", ChildId.of(live));
    currentWriter.delete(live);
  }

  /** Deletes a Pod whose containers have terminated, without a grace period. */
  void deleteFinished(PatternedApp app, Pod live) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Deleting {}, which has finished", ChildId.of(live));
    currentWriter.deleteFinished(live);
  }

  private Result update(PatternedApp app, HasMetadata desired, HasMetadata live) {
    var desiredFingerprint = Fingerprint.ofDesired(desired);
    if (isInSync(live, desiredFingerprint)) {
      return Result.UNCHANGED;
    }
    LOG.debug(
        "Applying {}: its fields have fingerprint {}, desired is {}",
        ChildId.of(live),
        CacheProjector.fingerprint(live),
        desiredFingerprint);
    write(writerForCurrentGeneration(app), applyBody(app, desired, live), desiredFingerprint, live);
    return Result.UPDATED;
  }

  /** Adopts an object in the state that was decided on; a later change gives 409. */
  private Result adopt(PatternedApp app, HasMetadata desired, HasMetadata live) {
    var currentWriter = writerForCurrentGeneration(app);
    LOG.debug("Adopting {}", ChildId.of(live));
    var owned = CacheProjector.project(currentWriter.takeOverManagedFields(desired, live));
    write(currentWriter, applyBody(app, desired, owned), Fingerprint.ofDesired(desired), owned);
    return Result.ADOPTED;
  }

  /** Returns the writer for changes, after a check that the app is current. */
  private ChildRequests writerForCurrentGeneration(PatternedApp app) {
    stalenessGuard.ensureCurrent(app);
    return writer;
  }

  private void write(
      ChildRequests currentWriter,
      HasMetadata body,
      String desiredFingerprint,
      @Nullable HasMetadata live) {
    var written = writeThrough(body, live, () -> currentWriter.apply(body));
    admissionMutations.record(written, desiredFingerprint, CacheProjector.fingerprint(written));
  }

  private static HasMetadata createBody(PatternedApp app, HasMetadata desired) {
    var meta =
        metadataWithOwner(app, desired).withResourceVersion(CREATE_ONLY_RESOURCE_VERSION).build();
    return ResourceCopies.withMetadata(desired, meta);
  }

  /** Returns the body of an apply: the child, its owner and the state that was decided on. */
  private static HasMetadata applyBody(
      PatternedApp app, HasMetadata desired, @Nullable HasMetadata live) {
    var meta = metadataWithOwner(app, desired);
    if (live != null) {
      meta.withUid(uid(live)).withResourceVersion(live.getMetadata().getResourceVersion());
    }
    return ResourceCopies.withMetadata(
        desired,
        live instanceof Pod pod ? PodStateMetadata.applyTo(meta.build(), pod) : meta.build());
  }

  private static ObjectMetaBuilder metadataWithOwner(PatternedApp app, HasMetadata desired) {
    return new ObjectMetaBuilder(desired.getMetadata())
        .withNamespace(app.getMetadata().getNamespace())
        .withOwnerReferences(ObjectOwnership.newControllerReference(app));
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
