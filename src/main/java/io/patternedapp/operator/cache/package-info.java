/**
 * The caches of the operator: compressed informer stores, and the filters and indexes around them.
 *
 * <p><b>Why.</b> An informer of the client keeps each object as the API server sent it. An app of
 * five containers and its three children take 16 kB of heap like that (40 kB for a Deployment alone
 * with its {@code managedFields}). Here they take 2.3 kB, so 10,000 apps fit into a container of
 * 350 MiB. Reading costs 25 µs of CPU time for an app and 8 µs for a child.
 *
 * <p><b>One child from the watch event to the reader.</b>
 *
 * <ol>
 *   <li>{@code client.WatchEventDeserializer} deserializes the event directly into its type; {@code
 *       client.ClientSerialization} interns names, and drops the unread metadata of PatternedApps.
 *   <li>The informer of the kind and namespace puts the object into its {@link
 *       io.patternedapp.operator.cache.ChildItemStore}. The store does not change the object: it
 *       takes its projection from the {@link io.patternedapp.operator.cache.ProjectionMemo}
 *       (identity, fingerprint of the owned fields, what the status needs; see {@code
 *       rollout.Projection}) and keeps that as a {@link
 *       io.patternedapp.operator.cache.CompressedResource}.
 *   <li>The informer passes the object to its {@link
 *       io.patternedapp.operator.cache.ChildEventSource}. While the first list runs, that keeps the
 *       name of the app only. Later, the {@link io.patternedapp.operator.cache.OwnEventFilter}
 *       decides whether the event triggers a reconcile.
 *   <li>A reconcile reads the children of its app through {@link
 *       io.patternedapp.operator.cache.ChildStore}: by JOSDK's index of the app's children, then
 *       JOSDK's temporary cache of responses, then the store, which decompresses the projection or
 *       returns the one that another reader still holds.
 * </ol>
 *
 * <p><b>A write</b> begins with {@link
 * io.patternedapp.operator.cache.ChildStore#beginWrite(io.fabric8.kubernetes.api.model.HasMetadata,
 * io.fabric8.kubernetes.api.model.HasMetadata)}, before {@code apply.ChildRequests} sends the
 * request. Its response is projected, put into JOSDK's temporary cache and so visible to readers at
 * once. Events that arrive in between are held and compared with the response.
 *
 * <p><b>PatternedApps</b> are compressed whole by an {@link
 * io.patternedapp.operator.cache.IndexedAppStore} for each watched namespace. All write the {@link
 * io.patternedapp.operator.cache.AppIndex}, so that metrics, resyncs and event filters decompress
 * no app.
 *
 * <p><b>Readers</b> share one object as long as one of them holds it, so they must not change it.
 *
 * <p><b>Workarounds</b> carry a comment with the upstream issue or class, the cost without, and the
 * condition under which they can be removed. By version: {@code OwnEventFilter} and probably {@code
 * ProjectionCache} with JOSDK 5.5; {@code PerInformerStoreConfiguration} when JOSDK has a store for
 * each informer; {@code ChildEventSource} when JOSDK's event source does not block handlers while
 * it starts; {@code operator.QueueDepthRateLimiter} when JOSDK's executor queues names instead of
 * resources ({@code ExecutionScope}). Decisions are recorded in docs/adr/.
 */
@NullMarked
package io.patternedapp.operator.cache;

import org.jspecify.annotations.NullMarked;
