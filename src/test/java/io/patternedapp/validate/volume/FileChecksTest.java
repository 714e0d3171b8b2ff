package io.patternedapp.validate.volume;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileChecksTest {

  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(strings = {"default.conf", ".hidden", "a_b-c.1", "A"})
  void validFileNamesAreAccepted(String name) {
    Findings.in("main: {files: [{mountPath: /a, data: {%s: x}}]}".formatted(name)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", ".", "..", "..a", "", "a b", "ä"})
  void invalidFileNamesAreRejected(String name) {
    Findings.in("main: {files: [{mountPath: /a, data: {'%s': x}}]}".formatted(name))
        .are("spec.main.files[0].data[\"%s\"] FileNameInvalid".formatted(name))
        .saying("add another mountPath");
  }

  @Test
  void fileNameLengthLimitIncludesTheContainerName() {
    var fits = "a".repeat(253 - "main.0.".length());
    Findings.in("main: {files: [{mountPath: /a, data: {%s: x}}]}".formatted(fits)).none();
    Findings.in("main: {files: [{mountPath: /a, data: {%sa: x}}]}".formatted(fits))
        .are("spec.main.files[0].data[\"%sa\"] FileNameTooLong".formatted(fits))
        .saying("has 247 characters, and the limit is 246");
    Findings.in("main: {files: [{mountPath: /a, binaryData: {%s: ''}}]}".formatted("a".repeat(254)))
        .are("spec.main.files[0].binaryData[\"%s\"] FileNameInvalid".formatted("a".repeat(254)));
  }

  @Test
  void fileInBothDataAndBinaryDataIsRejected() {
    Findings.in("main: {files: [{mountPath: /a, data: {x: y}, binaryData: {x: eQ==, z: eQ==}}]}")
        .are("spec.main.files[0].binaryData[\"x\"] FileNameTaken");
  }

  @Test
  void binaryDataMustBeBase64() {
    for (var good : new String[] {"", "eQ==", "eXk=", "eXl5", "\"eX\\nl5\\n\"", "'+/+/'"}) {
      Findings.in("main: {files: [{mountPath: /a, binaryData: {x: %s}}]}".formatted(good)).none();
    }
    for (var bad : new String[] {"eQ", "eQ=", "'e Q='", "----", "hello"}) {
      Findings.in("main: {files: [{mountPath: /a, binaryData: {x: %s}}]}".formatted(bad))
          .are("spec.main.files[0].binaryData[\"x\"] FileNotBase64")
          .saying("write text in data");
    }
  }

  @Test
  void fileMountWithoutFilesIsRejected() {
    Findings.in("main: {files: [{mountPath: /a}, {mountPath: /b, data: {}, binaryData: {}}]}")
        .are("spec.main.files[0] FilesEmpty", "spec.main.files[1] FilesEmpty");
    Findings.in("main: {files: [{mountPath: /a, binaryData: {x: ''}}]}").none();
  }

  @Test
  void filesOverTheConfigMapLimitAreRejected() {
    var key = "main.0.x".length();
    var large = "warning spec AppTooLarge";
    Findings.in(mainWithFile("x", MIB - key)).are(large);
    Findings.in(mainWithFile("x", MIB - key + 1))
        .are("spec.main.files[0].data[\"x\"] FilesTooLarge", large)
        .saying("the files of onChange: Restart exceed 1048576 bytes");
  }

  @Test
  void emptyFileBeyondAFullConfigMapIsRejected() {
    Findings.in(
            "main: {files: [{mountPath: /a, data: {x: 'x*%d', y: ''}}]}"
                .formatted(MIB - "main.0.x".length()))
        .are("spec.main.files[0].data[\"y\"] FilesTooLarge", "warning spec AppTooLarge");
  }

  @Test
  void fileThatExceedsTheConfigMapLimitIsNamed() {
    Findings.in(
            """
            main: {files: [{mountPath: /a, data: {c: y, b: '%1$s', a: '%1$s'}}]}
            sidecars: [{name: s, files: [{mountPath: /a, data: {d: y}}]}]
            """
                .formatted("x*" + MIB * 3 / 4))
        .are("spec.main.files[0].data[\"b\"] FilesTooLarge", "warning spec AppTooLarge");
  }

  @Test
  void liveAndRestartFilesHaveSeparateSizeLimits() {
    var app =
        """
        main: {files: [{mountPath: /a, data: {a: '%1$s'}}]}
        sidecars: [{name: s, files: [{mountPath: /a, onChange: %2$s, data: {b: '%1$s'}}]}]
        """;
    var content = "x*" + MIB * 3 / 4;
    Findings.in(app.formatted(content, "Live")).are("warning spec AppTooLarge");
    Findings.in(app.formatted(content, "Restart"))
        .are("spec.sidecars[0].files[0].data[\"b\"] FilesTooLarge", "warning spec AppTooLarge");
    Findings.in(
            "main: {files: [{mountPath: /a, onChange: Live, data: {a: '%s'}}]}"
                .formatted("x*" + MIB))
        .are("spec.main.files[0].data[\"a\"] FilesTooLarge", "warning spec AppTooLarge")
        .saying("the files of onChange: Live exceed");
  }

  @Test
  void fileSizeIsMeasuredInDecodedBytes() {
    var decoded = MIB / 4 * 3;
    var rest = MIB - decoded - "main.0.a".length() - "main.0.b".length();
    var app =
        "main: {files: [{mountPath: /a, binaryData: {b: '%s'}, data: {a: '%s'}}]}"
            .formatted("A*" + MIB, "%s");
    Findings.in(app.formatted("x*" + rest)).are("warning spec AppTooLarge");
    Findings.in(app.formatted("x*" + (rest + 1)))
        .are("spec.main.files[0].binaryData[\"b\"] FilesTooLarge", "warning spec AppTooLarge");
    Findings.in("main: {files: [{mountPath: /a, data: {a: '%s'}}]}".formatted("ä*" + MIB / 2))
        .are("spec.main.files[0].data[\"a\"] FilesTooLarge", "warning spec AppTooLarge");
  }

  @Test
  void base64PaddingDoesNotCountTowardsTheFileSize() {
    var rest = MIB - 1 - "main.0.a".length() - "main.0.b".length();
    var app = "main: {files: [{mountPath: /a, binaryData: {b: \"e\\nQ==\\n\"}, data: {a: '%s'}}]}";
    Findings.in(app.formatted("x*" + rest)).are("warning spec AppTooLarge");
    Findings.in(app.formatted("x*" + (rest + 1)))
        .are("spec.main.files[0].binaryData[\"b\"] FilesTooLarge", "warning spec AppTooLarge");
  }

  @Test
  void appOver256KibIsAWarningToUseServerSideApply() {
    var app = "{main: {image: 'app:1', workingDir: '%s'}}";
    var json = "{'main':{'image':'app:1','workingDir':''}}".length();
    Findings.in(app.formatted("x*" + (256 * 1024 - json))).none();
    Findings.in(app.formatted("x*" + (256 * 1024 - json + 1)))
        .are("warning spec AppTooLarge")
        .saying("kubectl apply --server-side");
  }

  private static String mainWithFile(String name, int length) {
    return "main: {files: [{mountPath: /a, data: {%s: '%s'}}]}".formatted(name, "x*" + length);
  }
}
