/**
 * Pictures of apps. Pure: {@link io.patternedapp.cli.graph.AppGraphBuilder} makes the model of a
 * spec and its expansion, and each printer draws it in one form.
 */
@NullMarked
package io.patternedapp.cli.graph;

import org.jspecify.annotations.NullMarked;
