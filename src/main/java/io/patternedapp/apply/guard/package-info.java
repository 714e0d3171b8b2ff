/** Memory that keeps the operator from writing on outdated or repeated grounds. */
@NullMarked
package io.patternedapp.apply.guard;

import org.jspecify.annotations.NullMarked;
