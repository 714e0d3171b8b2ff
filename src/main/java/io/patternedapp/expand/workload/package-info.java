@NullMarked
package io.patternedapp.expand.workload;

import org.jspecify.annotations.NullMarked;
