/**
 * The result of the validation: problems, each with the path of its field, a severity, a reason and
 * a message.
 */
@NullMarked
package io.patternedapp.validate.problem;

import org.jspecify.annotations.NullMarked;
