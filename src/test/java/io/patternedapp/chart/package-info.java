/** Tests of the Helm chart and of the manifests rendered from it. */
@org.jspecify.annotations.NullMarked
package io.patternedapp.chart;
