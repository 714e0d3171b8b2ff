/** Makes children as wanted: the only package that writes to the cluster. */
@NullMarked
package io.patternedapp.apply;

import org.jspecify.annotations.NullMarked;
