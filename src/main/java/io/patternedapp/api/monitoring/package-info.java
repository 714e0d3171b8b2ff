@NullMarked
package io.patternedapp.api.monitoring;

import org.jspecify.annotations.NullMarked;
