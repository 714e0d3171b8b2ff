/** The reconciler and what it hangs on: event sources, wiring, Events. */
@NullMarked
package io.patternedapp.operator;

import org.jspecify.annotations.NullMarked;
