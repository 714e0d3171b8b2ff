/**
 * Generates the status of an app from validation problems, the apply summary, the observed children
 * and a clock. Pure: depends on no client.
 */
@NullMarked
package io.patternedapp.status;

import org.jspecify.annotations.NullMarked;
