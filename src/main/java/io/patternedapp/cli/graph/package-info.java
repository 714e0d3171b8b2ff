/**
 * Diagrams of apps. Pure: {@link io.patternedapp.cli.graph.AppTopologyBuilder} builds the model
 * from a spec and its expansion, and one class per output format renders it.
 */
@NullMarked
package io.patternedapp.cli.graph;

import org.jspecify.annotations.NullMarked;
