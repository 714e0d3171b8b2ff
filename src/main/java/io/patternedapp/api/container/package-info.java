@NullMarked
package io.patternedapp.api.container;

import org.jspecify.annotations.NullMarked;
