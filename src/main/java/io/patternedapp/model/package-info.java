@NullMarked
package io.patternedapp.model;

import org.jspecify.annotations.NullMarked;
