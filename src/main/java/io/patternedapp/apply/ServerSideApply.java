package io.patternedapp.apply;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.expand.Names;

/** How everything is written: what we want is ours, whoever had it before. */
final class ServerSideApply {

  static final PatchContext AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Names.OPERATOR)
          .withForce(true)
          .build();

  private ServerSideApply() {}
}
