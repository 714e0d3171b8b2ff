/** Checks of volumes, volume mounts, block devices and mounted files. */
@NullMarked
package io.patternedapp.validate.volume;

import org.jspecify.annotations.NullMarked;
