package io.patternedapp.validate.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

  @ParameterizedTest
  @CsvSource({
    "a, a, 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abd, 1",
    "abc, ac, 1",
    "ac, abc, 1",
    "kitten, sitting, 3",
    "ab, ba, 2"
  })
  void editDistanceCountsChangedCharacters(String from, String to, int distance) {
    assertThat(Suggestions.editDistance(from, to)).isEqualTo(distance);
  }

  @Test
  void suggestionNamesTheNearestCandidate() {
    assertThat(Suggestions.didYouMean("htm", List.of("logs", "html", "htmx")))
        .isEqualTo("did you mean \"html\"?");
  }

  @Test
  void suggestionListsAllCandidatesWhenNoneIsNear() {
    assertThat(Suggestions.didYouMean("abc", List.of("wxyz"))).isEqualTo("available: \"wxyz\"");
    assertThat(Suggestions.didYouMean("abcdef", List.of("abcxyz")))
        .isEqualTo("did you mean \"abcxyz\"?");
    assertThat(Suggestions.didYouMean("abcdef", List.of("abwxyz")))
        .isEqualTo("available: \"abwxyz\"");
    assertThat(Suggestions.didYouMean(null, List.of("abc", "def")))
        .isEqualTo("available: \"abc\", \"def\"");
    assertThat(Suggestions.didYouMean("a", List.of())).isEqualTo("none is available");
  }
}
