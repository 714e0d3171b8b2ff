package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import java.util.function.Supplier;

/**
 * Gives each informer a store of its own. The SDK has one informer for each watched namespace and
 * gives them all the same store; but an informer takes what it finds in its store for its own, and
 * after each list forgets what was not in that.
 */
final class StorePerInformer<R extends HasMetadata> extends InformerConfiguration<R> {

  private final Supplier<ItemStore<R>> stores;

  private StorePerInformer(InformerConfiguration<R> original, Supplier<ItemStore<R>> stores) {
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
    this.stores = stores;
  }

  /** The same informers, with stores made by that. */
  static <R extends HasMetadata> InformerEventSourceConfiguration<R> of(
      InformerEventSourceConfiguration<R> original, Supplier<ItemStore<R>> stores) {
    return new OfChildren<>(original, stores);
  }

  /** The same controller, whose informers have stores made by that. */
  static <R extends HasMetadata> ControllerConfiguration<R> of(
      ControllerConfiguration<R> original, Supplier<ItemStore<R>> stores) {
    return new OfController<>(original, stores);
  }

  @Override
  public ItemStore<R> getItemStore() {
    return stores.get();
  }

  private static final class OfChildren<R extends HasMetadata>
      extends InformerEventSourceConfiguration.DefaultInformerEventSourceConfiguration<R> {

    OfChildren(InformerEventSourceConfiguration<R> original, Supplier<ItemStore<R>> stores) {
      super(
          original.getGroupVersionKind().orElse(null),
          original.getPrimaryToSecondaryMapper(),
          original.getSecondaryToPrimaryMapper(),
          new StorePerInformer<>(original.getInformerConfig(), stores),
          original.getKubernetesClient().orElse(null));
    }
  }

  private static final class OfController<R extends HasMetadata>
      extends ResolvedControllerConfiguration<R> {

    private final Supplier<ItemStore<R>> stores;

    OfController(ControllerConfiguration<R> original, Supplier<ItemStore<R>> stores) {
      super(original);
      this.stores = stores;
    }

    @Override
    public InformerConfiguration<R> getInformerConfig() {
      return new StorePerInformer<>(super.getInformerConfig(), stores);
    }
  }
}
