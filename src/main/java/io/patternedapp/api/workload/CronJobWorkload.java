package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind CronJob: the fields of batch/v1 CronJobSpec with the same names.
 *
 * @param schedule schedule in Cron format
 * @param timeZone time zone of the schedule, for example Europe/Berlin; defaults to the time zone
 *     of the kube-controller-manager
 * @param concurrencyPolicy how to treat a run that is due while the previous Job still runs;
 *     defaults to Allow
 * @param startingDeadlineSeconds deadline in seconds for starting a run that missed its scheduled
 *     time; defaults to no deadline
 * @param suspend whether to suspend subsequent runs; defaults to false
 * @param successfulJobsHistoryLimit number of successful finished Jobs to retain; defaults to 3
 * @param failedJobsHistoryLimit number of failed finished Jobs to retain; defaults to 1
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CronJobWorkload(
    @Required
        @JsonPropertyDescription(
            "Schedule in Cron format: minute, hour, day of month, month and day of week, for"
                + " example \"30 4 * * 1-5\"; or a macro: @hourly, @daily, @weekly, @monthly,"
                + " @yearly, \"@every 90m\".")
        @Size(min = 1, max = 256)
        String schedule,
    @JsonPropertyDescription(
            "Time zone of the schedule, for example Europe/Berlin. Defaults to the time zone"
                + " of the kube-controller-manager.")
        @Size(max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "How to treat a run that is due while the previous Job still runs. Allow (default)"
                + " runs both concurrently. Forbid skips the new run. Replace cancels the running"
                + " Job and replaces it.")
        @Nullable ConcurrencyPolicy concurrencyPolicy,
    @JsonPropertyDescription(
            "Deadline in seconds for starting a run that missed its scheduled time. Defaults"
                + " to no deadline.")
        @Min(0)
        @Nullable Long startingDeadlineSeconds,
    @JsonPropertyDescription("Whether to suspend subsequent runs. Defaults to false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("Number of successful finished Jobs to retain. Defaults to 3.") @Min(0)
        @Nullable Integer successfulJobsHistoryLimit,
    @JsonPropertyDescription("Number of failed finished Jobs to retain. Defaults to 1.") @Min(0)
        @Nullable Integer failedJobsHistoryLimit) {}
