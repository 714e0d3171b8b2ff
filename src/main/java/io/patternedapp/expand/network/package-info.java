@NullMarked
package io.patternedapp.expand.network;

import org.jspecify.annotations.NullMarked;
