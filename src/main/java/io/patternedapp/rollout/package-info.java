@NullMarked
package io.patternedapp.rollout;

import org.jspecify.annotations.NullMarked;
