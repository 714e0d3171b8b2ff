package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind CronJob: the fields of batch/v1 CronJobSpec of the same names.
 *
 * @param schedule when it runs, in cron's format
 * @param timeZone whose clock the schedule means; that of the controller manager when not written
 * @param concurrencyPolicy what becomes of a run while the one before still runs; Allow by the API
 *     server's default
 * @param startingDeadlineSeconds how late a run may start
 * @param suspend true starts no runs
 * @param successfulJobsHistoryLimit succeeded Jobs kept; 3 by the API server's default
 * @param failedJobsHistoryLimit failed Jobs kept; 1 by the API server's default
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CronJobWorkload(
    @Required
        @JsonPropertyDescription(
            "When it runs: minute, hour, day of month, month, day of week, such as \"30 4 * * 1-5\";"
                + " or @hourly, @daily, @weekly, @monthly, @yearly, \"@every 90m\".")
        @Size(min = 1, max = 256)
        String schedule,
    @JsonPropertyDescription(
            "Whose clock the schedule means, such as Europe/Berlin. Default: that of the cluster's"
                + " controller manager.")
        @Size(max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription(
            "A run that is due while the one before still runs: starts beside it (Allow, default),"
                + " is skipped (Forbid), or takes its place (Replace).")
        @Nullable ConcurrencyPolicy concurrencyPolicy,
    @JsonPropertyDescription("How many seconds late a run may start. Default: any.") @Min(0)
        @Nullable Long startingDeadlineSeconds,
    @JsonPropertyDescription("True starts no runs until it is taken away.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription("How many succeeded Jobs are kept. Default 3.") @Min(0)
        @Nullable Integer successfulJobsHistoryLimit,
    @JsonPropertyDescription("How many failed Jobs are kept. Default 1.") @Min(0)
        @Nullable Integer failedJobsHistoryLimit) {}
