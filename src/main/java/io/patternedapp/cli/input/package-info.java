/** Manifests as input: the options that name files, and the files read, validated and parsed. */
@NullMarked
package io.patternedapp.cli.input;

import org.jspecify.annotations.NullMarked;
