/** What a change of an app would do, and what it would cost. */
@NullMarked
package io.patternedapp.cli.diff;

import org.jspecify.annotations.NullMarked;
