/** The benchmark behind docs/performance.md: {@code mvn -B verify -Pbench}. */
package io.patternedapp.bench;
