@NullMarked
package io.patternedapp.api.pod;

import org.jspecify.annotations.NullMarked;
