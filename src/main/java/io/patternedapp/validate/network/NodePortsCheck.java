package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.ServiceType;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;

/** Ports on every node. */
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
          "a nodePort needs type NodePort or LoadBalancer: remove the nodePort or change"
              + " service.type");
      problems.errorIf(
          !DeclaredPorts.isValidNumber(nodePort),
          path,
          "PortNumberInvalid",
          "%d is not a port: use a number from %d to %d",
          nodePort,
          DEFAULT_RANGE_FIRST,
          DEFAULT_RANGE_LAST);
      problems.warningIf(
          DeclaredPorts.isValidNumber(nodePort)
              && (nodePort < DEFAULT_RANGE_FIRST || nodePort > DEFAULT_RANGE_LAST),
          path,
          "NodePortOutsideRange",
          "%d is outside of %d to %d, which is what clusters allow unless set up otherwise: choose"
              + " one inside, or leave it out",
          nodePort,
          DEFAULT_RANGE_FIRST,
          DEFAULT_RANGE_LAST);
      var first = taken.putIfAbsent(nodePort + "/" + port.value().protocolOrDefault(), port.path());
      problems.errorIf(
          first != null,
          path,
          "NodePortTaken",
          "%d is the nodePort of %s too: change one of them, or leave it out",
          nodePort,
          first);
    }
  }
}
