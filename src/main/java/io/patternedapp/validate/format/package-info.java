/**
 * The formats of single values, such as names, quantities, IP addresses and cron schedules, as the
 * API server accepts them.
 */
@NullMarked
package io.patternedapp.validate.format;

import org.jspecify.annotations.NullMarked;
