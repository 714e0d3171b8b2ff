/**
 * Vocabulary of status conditions: types, reasons, message formats and remediation advice. Pure:
 * depends on no client.
 */
@NullMarked
package io.patternedapp.model.condition;

import org.jspecify.annotations.NullMarked;
