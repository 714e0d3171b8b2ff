@NullMarked
package io.patternedapp.validate.metadata;

import org.jspecify.annotations.NullMarked;
