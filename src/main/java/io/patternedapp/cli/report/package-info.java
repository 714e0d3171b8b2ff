/** What is told about files of apps, and the forms in which it is told: text, JSON, SARIF. */
@NullMarked
package io.patternedapp.cli.report;

import org.jspecify.annotations.NullMarked;
