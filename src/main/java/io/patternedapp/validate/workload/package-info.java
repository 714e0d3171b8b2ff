@NullMarked
package io.patternedapp.validate.workload;

import org.jspecify.annotations.NullMarked;
