@NullMarked
package io.patternedapp.cli.yaml;

import org.jspecify.annotations.NullMarked;
