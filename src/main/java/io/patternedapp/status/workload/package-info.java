/** Evaluates Jobs, CronJobs and the shortage of Pods of a workload. */
@NullMarked
package io.patternedapp.status.workload;

import org.jspecify.annotations.NullMarked;
