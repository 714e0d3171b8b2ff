/** Processes and the JVM: shutdown hooks, waiting with progress reports, log tails, directories. */
@NullMarked
package io.patternedapp.cli.process;

import org.jspecify.annotations.NullMarked;
