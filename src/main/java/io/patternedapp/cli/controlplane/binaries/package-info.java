@NullMarked
package io.patternedapp.cli.controlplane.binaries;

import org.jspecify.annotations.NullMarked;
