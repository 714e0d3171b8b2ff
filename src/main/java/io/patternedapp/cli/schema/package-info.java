@NullMarked
package io.patternedapp.cli.schema;

import org.jspecify.annotations.NullMarked;
