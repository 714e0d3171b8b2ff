@NullMarked
package io.patternedapp.model.workload;

import org.jspecify.annotations.NullMarked;
