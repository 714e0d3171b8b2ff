@NullMarked
package io.patternedapp.api.status;

import org.jspecify.annotations.NullMarked;
