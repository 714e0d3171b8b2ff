@NullMarked
package io.patternedapp.status.event;

import org.jspecify.annotations.NullMarked;
