@NullMarked
package io.patternedapp.status.workload;

import org.jspecify.annotations.NullMarked;
