package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.ServiceType;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;

/** Checks the node ports of the Service. */
public final class NodePortsCheck implements SpecCheck {

  private static final int DEFAULT_RANGE_FIRST = 30000;
  private static final int DEFAULT_RANGE_LAST = 32767;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var taken = new HashMap<String, String>();
    for (var port : FieldValue.items("spec.service.ports", service.ports())) {
      var nodePort = port.value().nodePort();
      if (nodePort == null) {
        continue;
      }
      var path = port.pathTo("nodePort");
      problems.errorIf(
          service.typeOrDefault() == ServiceType.ClusterIP,
          path,
          "NodePortWithClusterIP",
          "Forbidden: a nodePort requires service.type NodePort or LoadBalancer; remove the"
              + " nodePort, or change service.type");
      problems.errorIf(
          !DeclaredPorts.isValidNumber(nodePort),
          path,
          "PortNumberInvalid",
          "Invalid value %d: must be a port number between %d and %d",
          nodePort,
          DEFAULT_RANGE_FIRST,
          DEFAULT_RANGE_LAST);
      problems.warningIf(
          DeclaredPorts.isValidNumber(nodePort)
              && (nodePort < DEFAULT_RANGE_FIRST || nodePort > DEFAULT_RANGE_LAST),
          path,
          "NodePortOutsideRange",
          "%d is outside %d-%d, the range that clusters allow by default: choose a port in this"
              + " range, or remove the nodePort",
          nodePort,
          DEFAULT_RANGE_FIRST,
          DEFAULT_RANGE_LAST);
      var first = taken.putIfAbsent(nodePort + "/" + port.value().protocolOrDefault(), port.path());
      problems.errorIf(
          first != null,
          path,
          "NodePortTaken",
          "Duplicate value %d: %s has the same nodePort; change one of them, or remove the"
              + " nodePort",
          nodePort,
          first);
    }
  }
}
