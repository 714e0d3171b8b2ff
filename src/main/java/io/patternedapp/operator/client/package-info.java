/** How the operator's client notices a connection that died without a word. */
@NullMarked
package io.patternedapp.operator.client;

import org.jspecify.annotations.NullMarked;
