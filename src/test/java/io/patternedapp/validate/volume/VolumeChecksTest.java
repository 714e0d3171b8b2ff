package io.patternedapp.validate.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.validate.Findings;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolumeChecksTest {

  @Test
  void volumeNameMustBeValidUniqueAndNotReserved() {
    Findings.in("volumes: [{name: a}, {name: b}, {name: a}]")
        .are("spec.volumes[2].name VolumeNameTaken")
        .saying("Duplicate value \"a\": spec.volumes[0] has the same name");
    Findings.in("volumes: [{name: A_b}, {name: ''}]")
        .are("spec.volumes[0].name VolumeNameInvalid", "spec.volumes[1].name VolumeNameInvalid");
    Findings.in("volumes: [{name: files}, {name: my-files-1}]").none();
    Findings.in("volumes: [{name: files-}]")
        .are("spec.volumes[0].name VolumeNameInvalid", "spec.volumes[0].name VolumeNameReserved");
    Findings.in("volumes: [{name: files-main-0}]")
        .are("spec.volumes[0].name VolumeNameReserved")
        .saying("the files of containers");
  }

  @Test
  void volumeWithSeveralSourcesIsRejected() {
    Findings.in("volumes: [{name: a, emptyDir: {}, configMap: {name: x}}]")
        .are("spec.volumes[0] VolumeSourceCount")
        .saying("this volume has configMap and emptyDir; keep one");
    Findings.in(
            "volumes: [{name: a, emptyDir: {medium: Memory}}, {name: b, secret: {secretName: s}}]")
        .none();
  }

  @Test
  void emptyVolumeSourceIsRejected() {
    Findings.in("volumes: [{name: a, fc: {}}, {name: b, projected: {}}, {name: c, cephfs: {}}]")
        .are(
            "spec.volumes[0].fc VolumeSourceIncomplete",
            "spec.volumes[2].cephfs VolumeSourceIncomplete")
        .saying("set the fields of fc, or remove fc to use an empty directory");
    Findings.in("volumes: [{name: a, fc: {wwids: [x]}}, {name: b, emptyDir: {}}]").none();
  }

  @Test
  void everyVolumeSourceOfTheApiIsRecognized() throws Exception {
    var known =
        Arrays.stream(Introspector.getBeanInfo(Volume.class).getPropertyDescriptors())
            .map(PropertyDescriptor::getName)
            .filter(name -> !Set.of("class", "name", "additionalProperties").contains(name))
            .toList();
    for (var source : known) {
      var descriptor = new PropertyDescriptor(source, Volume.class);
      var volume = new Volume();
      descriptor
          .getWriteMethod()
          .invoke(volume, descriptor.getPropertyType().getConstructor().newInstance());
      assertThat(VolumeSourceField.fieldNames(volume)).containsExactly(source);
    }
    assertThat(VolumeSourceField.fieldNames(new Volume())).isEmpty();
  }

  @Test
  void sizeLimitAndMediumBesideAVolumeSourceAreRejected() {
    Findings.in("volumes: [{name: a, sizeLimit: 1Gi, medium: Memory}]").none();
    Findings.in("volumes: [{name: a, sizeLimit: 1Gi, medium: Memory, emptyDir: {}}]")
        .are(
            "spec.volumes[0].sizeLimit VolumeFieldMisplaced",
            "spec.volumes[0].medium VolumeFieldMisplaced")
        .saying("set it in emptyDir");
    Findings.in("volumes: [{name: a, sizeLimit: big}, {name: b, emptyDir: {sizeLimit: big}}]")
        .are(
            "spec.volumes[0].sizeLimit QuantityInvalid",
            "spec.volumes[1].emptyDir.sizeLimit QuantityInvalid");
  }

  @Test
  void volumeSourceWithoutRequiredFieldsIsRejected() {
    Findings.in(
            """
            volumes:
            - {name: a, configMap: {}}
            - {name: b, secret: {}}
            - {name: c, persistentVolumeClaim: {claimName: ''}}
            - {name: d, csi: {}}
            - {name: e, image: {}}
            - {name: f, ephemeral: {}}
            - {name: g, ephemeral: {volumeClaimTemplate: {}}}
            - {name: h, hostPath: {}}
            - {name: i, nfs: {path: data}}
            """)
        .are(
            "spec.volumes[0].configMap.name VolumeSourceIncomplete",
            "spec.volumes[1].secret.secretName VolumeSourceIncomplete",
            "spec.volumes[2].persistentVolumeClaim.claimName VolumeSourceIncomplete",
            "spec.volumes[3].csi.driver VolumeSourceIncomplete",
            "spec.volumes[4].image.reference VolumeSourceIncomplete",
            "spec.volumes[5].ephemeral.volumeClaimTemplate.spec VolumeSourceIncomplete",
            "spec.volumes[6].ephemeral.volumeClaimTemplate.spec VolumeSourceIncomplete",
            "spec.volumes[7].hostPath.path VolumeSourceIncomplete",
            "spec.volumes[8].nfs.server VolumeSourceIncomplete",
            "spec.volumes[8].nfs.path VolumeSourceIncomplete")
        .saying("set secretName");
    Findings.in(
            """
            volumes:
            - {name: a, configMap: {name: x}}
            - {name: c, persistentVolumeClaim: {claimName: x}}
            - {name: d, csi: {driver: x}}
            - {name: e, image: {reference: x}}
            - name: f
              ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}
            - {name: h, hostPath: {path: /var/log, type: Directory}}
            - {name: i, nfs: {server: x, path: /data}}
            """)
        .none();
  }

  @Test
  void hostPathWithParentTraversalIsRejected() {
    Findings.in("volumes: [{name: a, hostPath: {path: /a/../b, type: Folder}}]")
        .are(
            "spec.volumes[0].hostPath.type ValueUnknown",
            "spec.volumes[0].hostPath.path PathTraversal");
    Findings.in("volumes: [{name: a, hostPath: {path: /a/..b, type: ''}}]").none();
  }

  @Test
  void projectedVolumeEntryMustHaveExactlyOneSource() {
    Findings.in(
            """
            volumes:
            - name: a
              projected:
                sources:
                - configMap: {name: x}
                - {}
                - {secret: {name: x}, downwardAPI: {}}
            """)
        .are(
            "spec.volumes[0].projected.sources[1] VolumeSourceCount",
            "spec.volumes[0].projected.sources[2] VolumeSourceCount");
  }

  @Test
  void undeclaredVolumeMountIsRejected() {
    Findings.in(
            """
            volumes: [{name: html}, {name: logs}]
            main: {volumeMounts: [{name: html, mountPath: /a}, {name: htm, mountPath: /b}]}
            sidecars: [{name: a, volumeMounts: [{mountPath: /a}]}]
            """)
        .are(
            "spec.main.volumeMounts[1].name VolumeUndeclared",
            "spec.sidecars[0].volumeMounts[0].name VolumeUndeclared")
        .saying("Not found: no volume is named \"htm\"")
        .saying("did you mean \"html\"?");
    Findings.in("main: {volumeMounts: [{name: html, mountPath: /a}]}")
        .are("spec.main.volumeMounts[0].name VolumeUndeclared")
        .saying("none is available");
  }

  @Test
  void subPathOutsideTheVolumeIsRejected() {
    Findings.in(
            mainWithMounts(
                "{name: v, mountPath: /a, subPath: /x}",
                "{name: v, mountPath: /b, subPath: a/../b}",
                "{name: v, mountPath: /c, subPathExpr: ..}",
                "{name: v, mountPath: /d, subPath: a, subPathExpr: $(B)}",
                "{name: v, mountPath: /e, subPath: a/..b}",
                "{name: v, mountPath: /f, subPath: '', subPathExpr: a}",
                "{name: v, mountPath: /g, subPath: a, subPathExpr: ''}"))
        .are(
            "spec.main.volumeMounts[0].subPath SubPathInvalid",
            "spec.main.volumeMounts[1].subPath SubPathInvalid",
            "spec.main.volumeMounts[2].subPathExpr SubPathInvalid",
            "spec.main.volumeMounts[3].subPathExpr SubPathTwice");
  }

  @Test
  void bidirectionalMountPropagationRequiresAPrivilegedContainer() {
    var mount = "{name: v, mountPath: /a, mountPropagation: %s}";
    Findings.in(mainWithMounts(mount.formatted("Bidirectional")))
        .are("spec.main.volumeMounts[0].mountPropagation MountPropagationUnprivileged");
    Findings.in(
            mainWithMounts(mount.formatted("Bidirectional"))
                .replace("main: {", "main: {securityContext: {},"))
        .are("spec.main.volumeMounts[0].mountPropagation MountPropagationUnprivileged");
    Findings.in(
            mainWithMounts(mount.formatted("Bidirectional"))
                .replace("main: {", "main: {securityContext: {privileged: true},"))
        .none();
    Findings.in(mainWithMounts(mount.formatted("HostToContainer"))).none();
    Findings.in(mainWithMounts(mount.formatted("Both")))
        .are("spec.main.volumeMounts[0].mountPropagation ValueUnknown");
  }

  @Test
  void recursiveReadOnlyRequiresAReadOnlyMount() {
    var mount = "{name: v, mountPath: /a, recursiveReadOnly: %s, readOnly: %s%s}";
    var path = "spec.main.volumeMounts[0].recursiveReadOnly ";
    Findings.in(mainWithMounts(mount.formatted("Enabled", "true", ""))).none();
    Findings.in(mainWithMounts(mount.formatted("Enabled", "true", ", mountPropagation: None")))
        .none();
    Findings.in(mainWithMounts(mount.formatted("Disabled", "false", ""))).none();
    Findings.in(mainWithMounts(mount.formatted("Enabled", "false", "")))
        .are(path + "RecursiveReadOnly");
    Findings.in(
            mainWithMounts(
                mount.formatted("IfPossible", "true", ", mountPropagation: HostToContainer")))
        .are(path + "RecursiveReadOnly");
    Findings.in(mainWithMounts(mount.formatted("On", "true", ""))).are(path + "ValueUnknown");
  }

  @Test
  void duplicateMountPathIsRejected() {
    Findings.in(
            mainWithMounts(
                "{name: v, mountPath: /a}",
                "{name: v, mountPath: /a/}",
                "{name: v, mountPath: //a}",
                "{name: v, mountPath: /a/b}"))
        .are(
            "spec.main.volumeMounts[1].mountPath MountPathTaken",
            "spec.main.volumeMounts[2].mountPath MountPathTaken")
        .saying("Duplicate value \"/a/\": spec.main.volumeMounts[0].mountPath has the same path");
    Findings.in(
            """
            volumes: [{name: v}]
            main:
              volumeMounts: [{name: v, mountPath: /a}]
              files: [{mountPath: /a/, data: {x: y}}, {mountPath: /, data: {x: y}}]
            sidecars: [{name: s, volumeMounts: [{name: v, mountPath: /a}]}]
            """)
        .are("spec.main.files[0].mountPath MountPathTaken");
  }

  @Test
  void mountPathMustBeAbsoluteWithoutColon() {
    Findings.in(
            mainWithMounts("{name: v, mountPath: a}", "{name: v, mountPath: '/a:b'}", "{name: v}"))
        .are(
            "spec.main.volumeMounts[0].mountPath MountPathInvalid",
            "spec.main.volumeMounts[1].mountPath MountPathInvalid",
            "spec.main.volumeMounts[2].mountPath MountPathInvalid")
        .saying("must start with '/' and must not contain ':'");
    Findings.in("main: {files: [{mountPath: a, data: {x: y}}]}")
        .are("spec.main.files[0].mountPath MountPathInvalid");
  }

  @Test
  void volumeDeviceMustReferToAClaim() {
    var volumes =
        """
        volumes:
        - {name: disk, persistentVolumeClaim: {claimName: x}}
        - {name: temp, ephemeral: {volumeClaimTemplate: {spec: {}}}}
        - {name: dir}
        """;
    Findings.in(
            volumes
                + """
                main:
                  volumeDevices:
                  - {name: disk, devicePath: /dev/a}
                  - {name: temp, devicePath: /dev/b}
                """)
        .none();
    Findings.in(
            volumes
                + """
                main:
                  volumeMounts: [{name: disk, mountPath: /a}]
                  volumeDevices:
                  - {name: dir, devicePath: /dev/a}
                  - {name: disc, devicePath: /dev/b}
                  - {name: disk, devicePath: /dev/../c}
                  - {name: temp}
                  - {devicePath: ''}
                """)
        .are(
            "spec.main.volumeDevices[0].name VolumeNotBlock",
            "spec.main.volumeDevices[1].name VolumeUndeclared",
            "spec.main.volumeDevices[2].name VolumeNotBlock",
            "spec.main.volumeDevices[2].devicePath MountPathInvalid",
            "spec.main.volumeDevices[3].devicePath MountPathInvalid",
            "spec.main.volumeDevices[4].name VolumeUndeclared",
            "spec.main.volumeDevices[4].devicePath MountPathInvalid");
  }

  private static String mainWithMounts(String... mounts) {
    return "volumes: [{name: v}]\nmain: {volumeMounts: [%s]}".formatted(String.join(", ", mounts));
  }
}
