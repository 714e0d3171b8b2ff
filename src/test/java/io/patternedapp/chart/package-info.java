/** The Helm chart and what is rendered from it. */
@org.jspecify.annotations.NullMarked
package io.patternedapp.chart;
