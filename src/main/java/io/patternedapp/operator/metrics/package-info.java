/** The Prometheus metrics of the operator. */
@NullMarked
package io.patternedapp.operator.metrics;

import org.jspecify.annotations.NullMarked;
