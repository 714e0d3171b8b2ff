/** Diagnostics about manifests and their output formats: text, JSON and SARIF. */
@NullMarked
package io.patternedapp.cli.report;

import org.jspecify.annotations.NullMarked;
