/** Expands an app into its child objects. Pure: uses neither a client nor a cluster. */
@NullMarked
package io.patternedapp.expand;

import org.jspecify.annotations.NullMarked;
