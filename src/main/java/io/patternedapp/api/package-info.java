/** The PatternedApp resource as Java types: the source of the CRD in {@code crds/}. */
@NullMarked
package io.patternedapp.api;

import org.jspecify.annotations.NullMarked;
