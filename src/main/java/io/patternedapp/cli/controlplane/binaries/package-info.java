/**
 * Finds the executables kube-apiserver and etcd. {@link
 * io.patternedapp.cli.controlplane.binaries.BinaryLocator} tries its sources in this order and uses
 * the first that has both:
 *
 * <ol>
 *   <li>the directory in {@code KUBEBUILDER_ASSETS},
 *   <li>the cache directory, {@code ${XDG_CACHE_HOME:-~/.cache}/patternedapp/controlplane},
 *   <li>a download with kube-api-test, which fills the cache,
 *   <li>a build of the bundled Go module, which fills the cache.
 * </ol>
 *
 * {@code PATTERNEDAPP_CONTROLPLANE} restricts the sources.
 */
@NullMarked
package io.patternedapp.cli.controlplane.binaries;

import org.jspecify.annotations.NullMarked;
