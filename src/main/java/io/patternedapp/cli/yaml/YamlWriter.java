package io.patternedapp.cli.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.NonPrintableStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/**
 * Writes objects as readable YAML: strings are quoted only where necessary, and multi-line strings
 * are block scalars.
 */
public final class YamlWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlWriter() {}

  /** Returns the object as one YAML document, with a leading {@code ---} and a final newline. */
  public static String write(HasMetadata object) {
    try {
      return createDump().dumpToString(JSON.readValue(Serialization.asJson(object), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Dump createDump() {
    var settings =
        DumpSettings.builder()
            .setSchema(KubectlScalarResolver.forWriting())
            .setExplicitStart(true)
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setNonPrintableStyle(NonPrintableStyle.ESCAPE)
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .build();
    return new Dump(settings, new BlockRepresenter(settings));
  }

  /** Writes multi-line strings as block scalars, except those that start with white space. */
  private static final class BlockRepresenter extends StandardRepresenter {

    BlockRepresenter(DumpSettings settings) {
      super(settings);
      var usual = representers.get(String.class);
      representers.put(
          String.class,
          data -> {
            var text = (String) data;
            return text.contains("\n") && Character.isWhitespace(text.charAt(0))
                ? representScalar(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED)
                : usual.representData(data);
          });
    }
  }
}
