package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What an app stands for.
 *
 * @param children the child objects, in the order in which they are applied: content first, what
 *     lets traffic in or keeps it out next, what runs next, what looks at it last
 */
public record Expansion(List<HasMetadata> children) {}
