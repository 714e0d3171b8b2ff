@NullMarked
package io.patternedapp.validate.network;

import org.jspecify.annotations.NullMarked;
