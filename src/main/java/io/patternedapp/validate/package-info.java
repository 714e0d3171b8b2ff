/**
 * Validation of an app: pure functions from a PatternedApp to its {@link
 * io.patternedapp.validate.problem.Problem}s. The operator and the CLI use the same checks.
 */
@NullMarked
package io.patternedapp.validate;

import org.jspecify.annotations.NullMarked;
