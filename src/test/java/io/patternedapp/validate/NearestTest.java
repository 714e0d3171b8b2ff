package io.patternedapp.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

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
  void distanceCountsChangedCharacters(String from, String to, int distance) {
    assertThat(Nearest.distance(from, to)).isEqualTo(distance);
  }

  @Test
  void hintsAtTheNearest() {
    assertThat(Nearest.hint("htm", List.of("logs", "html", "htmx")))
        .isEqualTo("did you mean \"html\"?");
  }

  @Test
  void listsAllWhenNoneIsNear() {
    assertThat(Nearest.hint("abc", List.of("wxyz"))).isEqualTo("there is \"wxyz\"");
    assertThat(Nearest.hint("abcdef", List.of("abcxyz"))).isEqualTo("did you mean \"abcxyz\"?");
    assertThat(Nearest.hint("abcdef", List.of("abwxyz"))).isEqualTo("there is \"abwxyz\"");
    assertThat(Nearest.hint(null, List.of("abc", "def"))).isEqualTo("there is \"abc\", \"def\"");
    assertThat(Nearest.hint("a", List.of())).isEqualTo("there is none");
  }
}
