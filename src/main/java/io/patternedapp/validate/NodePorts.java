package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.ServiceType;
import java.util.HashMap;

/** Ports on every node. */
final class NodePorts implements SpecCheck {

  private static final int FIRST = 30000;
  private static final int LAST = 32767;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var taken = new HashMap<String, String>();
    for (var port : Located.items("spec.service.ports", service.ports())) {
      var nodePort = port.value().nodePort();
      if (nodePort == null) {
        continue;
      }
      var path = port.at("nodePort");
      problems.errorIf(
          service.typeOrDefault() == ServiceType.ClusterIP,
          path,
          "NodePortWithClusterIP",
          "a nodePort needs type NodePort or LoadBalancer: remove the nodePort or change"
              + " service.type");
      problems.errorIf(
          !Ports.isNumber(nodePort),
          path,
          "PortNumberInvalid",
          "%d is not a port: use a number from %d to %d",
          nodePort,
          FIRST,
          LAST);
      problems.warningIf(
          Ports.isNumber(nodePort) && (nodePort < FIRST || nodePort > LAST),
          path,
          "NodePortOutsideRange",
          "%d is outside of %d to %d, which is what clusters allow unless set up otherwise: choose"
              + " one inside, or leave it out",
          nodePort,
          FIRST,
          LAST);
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
