/** Errors of the API server: their classification, and the redaction of their messages. */
@NullMarked
package io.patternedapp.apply.error;

import org.jspecify.annotations.NullMarked;
