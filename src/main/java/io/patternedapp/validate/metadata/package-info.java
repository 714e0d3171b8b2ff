/**
 * Checks of the app's name and size, and of the labels and annotations that it sets on child
 * objects.
 */
@NullMarked
package io.patternedapp.validate.metadata;

import org.jspecify.annotations.NullMarked;
