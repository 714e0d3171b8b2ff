@NullMarked
package io.patternedapp.status.pod;

import org.jspecify.annotations.NullMarked;
