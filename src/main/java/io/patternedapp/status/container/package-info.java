@NullMarked
package io.patternedapp.status.container;

import org.jspecify.annotations.NullMarked;
