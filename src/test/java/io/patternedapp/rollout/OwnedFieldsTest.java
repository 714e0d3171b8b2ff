package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedFieldsTest {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a field of several        | {"a":1,"b":2}               | {"f:a":{}}                  | {"a":1}
          a field within            | {"a":{"b":1,"c":2},"d":3}   | {"f:a":{"f:c":{}}}          | {"a":{"c":2}}
          a whole struct            | {"a":{"b":1,"c":[1,2]}}     | {"f:a":{}}                  | {"a":{"b":1,"c":[1,2]}}
          a whole list              | {"a":[3,1,2]}               | {"f:a":{}}                  | {"a":[3,1,2]}
          a key with a dot          | {"a.b/c":"x","d":"y"}       | {"f:a.b/c":{}}              | {"a.b/c":"x"}
          a zero value left out     | {"b":2}                     | {"f:a":{}}                  | {"a":null}
          a struct left out         | {"b":2}                     | {"f:a":{"f:c":{}}}          | {"a":null}
          the map itself and a key  | {"a":{"x":1,"y":2}}         | {"f:a":{".":{},"f:x":{}}}   | {"a":{"x":1}}
          nothing of it             | {"a":1}                     | {"f:b":{"f:c":{}}}          | {"b":null}
          values of a set           | {"a":["x","y","z"]}         | {"f:a":{"v:\\"x\\"":{},"v:\\"z\\"":{}}} | {"a":["x","z"]}
          """)
  void extractKeepsOnlyOwnedFields(String scenario, String value, String fields, String owned) {
    assertThat(OwnedFields.extract(json(value), fields(fields))).isEqualTo(json(owned));
  }

  @Test
  void extractSkipsListItemsOfOtherManagers() {
    var value =
        """
        {"containers": [
          {"name": "main", "image": "nginx", "imagePullPolicy": "Always"},
          {"name": "injected", "image": "proxy"},
          {"name": "logs", "image": "busybox"}
        ]}
        """;
    var fields =
        """
        {"f:containers": {
          "k:{\\"name\\":\\"main\\"}": {".": {}, "f:name": {}, "f:image": {}},
          "k:{\\"name\\":\\"logs\\"}": {".": {}, "f:name": {}, "f:image": {}}
        }}
        """;

    assertThat(OwnedFields.extract(json(value), fields(fields)))
        .isEqualTo(
            json(
                """
                {"containers": [
                  {"name": "main", "image": "nginx"},
                  {"name": "logs", "image": "busybox"}
                ]}
                """));
  }

  @Test
  void listItemIsMatchedByAllOfItsKeys() {
    var value =
        """
        {"ports": [
          {"port": 53, "protocol": "TCP", "nodePort": 30053},
          {"port": 53, "protocol": "UDP", "nodePort": 30054}
        ]}
        """;
    var fields =
        """
        {"f:ports": {"k:{\\"port\\":53,\\"protocol\\":\\"UDP\\"}": {".": {}, "f:port": {}}}}
        """;

    assertThat(OwnedFields.extract(json(value), fields(fields)))
        .isEqualTo(json("{\"ports\": [{\"port\": 53}]}"));
  }

  @Test
  void malformedListItemKeyThrows() {
    var fields = fields("{\"f:a\": {\"k:{\": {\"f:b\": {}}}}");

    assertThatThrownBy(() -> OwnedFields.extract(json("{\"a\": [{}]}"), fields))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("k:{");
  }

  private static Map<String, ?> fields(String text) {
    return JSON.convertValue(json(text), new TypeReference<Map<String, ?>>() {});
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
