@NullMarked
package io.patternedapp.api.service;

import org.jspecify.annotations.NullMarked;
