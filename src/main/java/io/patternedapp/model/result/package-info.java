@NullMarked
package io.patternedapp.model.result;

import org.jspecify.annotations.NullMarked;
