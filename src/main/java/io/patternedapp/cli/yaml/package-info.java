/** Reads and writes YAML as kubectl does, with the position of each field in its file. */
@NullMarked
package io.patternedapp.cli.yaml;

import org.jspecify.annotations.NullMarked;
