/** Input of the status: validation problems, apply summary and observed children. */
@NullMarked
package io.patternedapp.status.input;

import org.jspecify.annotations.NullMarked;
