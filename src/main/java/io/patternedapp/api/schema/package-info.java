@NullMarked
package io.patternedapp.api.schema;

import org.jspecify.annotations.NullMarked;
