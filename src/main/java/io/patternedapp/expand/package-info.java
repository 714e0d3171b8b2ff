/** Pure: an app to the child objects that it stands for. Knows no client and no cluster. */
@NullMarked
package io.patternedapp.expand;

import org.jspecify.annotations.NullMarked;
