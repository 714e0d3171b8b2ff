package io.patternedapp.operator.cache;

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

  /** The same informers, with stores made by that. */
  public static <R extends HasMetadata> InformerEventSourceConfiguration<R> decorate(
      InformerEventSourceConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
    return new EventSourceConfigurationDecorator<>(original, storeFactory);
  }

  /** The same controller, whose informers have stores made by that. */
  public static <R extends HasMetadata> ControllerConfiguration<R> decorate(
      ControllerConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
    return new ControllerConfigurationDecorator<>(original, storeFactory);
  }

  @Override
  public ItemStore<R> getItemStore() {
    return storeFactory.get();
  }

  private static final class EventSourceConfigurationDecorator<R extends HasMetadata>
      extends InformerEventSourceConfiguration.DefaultInformerEventSourceConfiguration<R> {

    EventSourceConfigurationDecorator(
        InformerEventSourceConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
      super(
          original.getGroupVersionKind().orElse(null),
          original.getPrimaryToSecondaryMapper(),
          original.getSecondaryToPrimaryMapper(),
          new PerInformerStoreConfiguration<>(original.getInformerConfig(), storeFactory),
          original.getKubernetesClient().orElse(null));
    }
  }

  private static final class ControllerConfigurationDecorator<R extends HasMetadata>
      extends ResolvedControllerConfiguration<R> {

    private final Supplier<ItemStore<R>> storeFactory;

    ControllerConfigurationDecorator(
        ControllerConfiguration<R> original, Supplier<ItemStore<R>> storeFactory) {
      super(original);
      this.storeFactory = storeFactory;
    }

    @Override
    public InformerConfiguration<R> getInformerConfig() {
      return new PerInformerStoreConfiguration<>(super.getInformerConfig(), storeFactory);
    }
  }
}
