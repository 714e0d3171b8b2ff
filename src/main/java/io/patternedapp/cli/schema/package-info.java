/**
 * The schema of the CRD: loads it, validates documents as the API server does, and repairs invalid
 * documents so that the checks of {@link io.patternedapp.validate} can run on the rest.
 */
@NullMarked
package io.patternedapp.cli.schema;

import org.jspecify.annotations.NullMarked;
