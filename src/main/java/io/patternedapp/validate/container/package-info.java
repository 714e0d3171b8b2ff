@NullMarked
package io.patternedapp.validate.container;

import org.jspecify.annotations.NullMarked;
