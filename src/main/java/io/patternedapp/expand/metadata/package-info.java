@NullMarked
package io.patternedapp.expand.metadata;

import org.jspecify.annotations.NullMarked;
