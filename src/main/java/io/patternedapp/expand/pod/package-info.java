@NullMarked
package io.patternedapp.expand.pod;

import org.jspecify.annotations.NullMarked;
