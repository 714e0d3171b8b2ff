/** Evaluates the status of live Pods and workload objects. Pure: reads objects, calls no client. */
@NullMarked
package io.patternedapp.model.workload;

import org.jspecify.annotations.NullMarked;
