/** The benchmark of docs/explanation/performance.md: {@code mvn -B verify -Pbench}. */
package io.patternedapp.bench;
