/** Pure: problems, observed children and a clock to the status of an app and its events. */
@NullMarked
package io.patternedapp.status;

import org.jspecify.annotations.NullMarked;
