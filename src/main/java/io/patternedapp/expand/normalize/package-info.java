@NullMarked
package io.patternedapp.expand.normalize;

import org.jspecify.annotations.NullMarked;
