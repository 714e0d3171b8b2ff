package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import java.util.Map;
import java.util.function.Supplier;

/** Gives each informer of the primary resource an {@link ItemStore} of its own. */
// Workaround: InformerManager#createEventSource (JOSDK 5.2.3, and still in 5.5) passes
// InformerConfiguration#getItemStore() to the informer of each watched namespace. Informers must
// not share a store: after each list, ProcessorStore#retainAll of fabric8 removes all objects that
// the list did not contain. The getter is the only place where JOSDK asks for the store, once per
// informer, so it creates one; it has no other effect.
// Cost without: an operator that watches several namespaces deletes apps from its own cache, or one
// that watches all cannot compress its cache. See docs/adr/0003-store-per-informer.md.
// Remove when: JOSDK has a store or a store factory per informer. Event sources of children need
// none of this: there is one per namespace.
public final class PerInformerStoreConfiguration<R extends HasMetadata>
    extends InformerConfiguration<R> {

  private final Supplier<ItemStore<R>> storeFactory;

  private PerInformerStoreConfiguration(
      InformerConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
    super(
        original.getResourceClass(),
        original.getName(),
        original.getNamespaces(),
        original.getFollowControllerNamespaceChanges(),
        original.getLabelSelector(),
        original.getOnAddFilter(),
        original.getOnUpdateFilter(),
        original.getOnDeleteFilter(),
        original.getGenericFilter(),
        null,
        original.getInformerListLimit(),
        original.getFieldSelector());
    this.storeFactory = storeFactory;
  }

  /**
   * Returns a copy of a controller's configuration, which has no dependent resources.
   *
   * @param storeFactory creates the store of each informer; must not have side effects
   */
  public static <R extends HasMetadata> ControllerConfiguration<R> decorate(
      ControllerConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
    return new ResolvedControllerConfiguration<>(
        original.getName(),
        original.isGenerationAware(),
        original.getAssociatedReconcilerClassName(),
        original.getRetry(),
        original.getRateLimiter(),
        original.maxReconciliationInterval().orElse(null),
        original.getFinalizerName(),
        Map.of(),
        original.fieldManager(),
        original.getConfigurationService(),
        new PerInformerStoreConfiguration<>(original.getInformerConfig(), storeFactory),
        original.triggerReconcilerOnAllEvents(),
        original.getWorkflowSpec().orElse(null));
  }

  @Override
  public ItemStore<R> getItemStore() {
    return storeFactory.get();
  }
}
