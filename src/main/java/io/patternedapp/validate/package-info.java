/** Pure: an app to its problems. Used by the operator, the CLI and tests alike. */
@NullMarked
package io.patternedapp.validate;

import org.jspecify.annotations.NullMarked;
