/** The benchmark of docs/performance.md: {@code mvn -B verify -Pbench}. */
package io.patternedapp.bench;
