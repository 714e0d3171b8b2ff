/**
 * The Java types of the PatternedApp resource, from which the CRD in {@code crds/} is generated.
 */
@NullMarked
package io.patternedapp.api;

import org.jspecify.annotations.NullMarked;
