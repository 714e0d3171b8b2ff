/**
 * The interfaces of the checks: a {@link io.patternedapp.validate.check.Check} reads the whole app,
 * its subinterfaces read the spec or one container at a time.
 */
@NullMarked
package io.patternedapp.validate.check;

import org.jspecify.annotations.NullMarked;
