/** What the operator tells Prometheus about itself. */
@NullMarked
package io.patternedapp.operator.metrics;

import org.jspecify.annotations.NullMarked;
