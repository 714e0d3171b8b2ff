/**
 * Checks of container ports and of the Service, and of the fields of ambassadors and adapters that
 * depend on ports.
 */
@NullMarked
package io.patternedapp.validate.network;

import org.jspecify.annotations.NullMarked;
