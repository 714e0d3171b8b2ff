@NullMarked
package io.patternedapp.api.workload;

import org.jspecify.annotations.NullMarked;
