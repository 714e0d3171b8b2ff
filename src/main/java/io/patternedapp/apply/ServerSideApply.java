package io.patternedapp.apply;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.model.ResourceNames;

/** How everything is written: what we want is ours, whoever had it before. */
final class ServerSideApply {

  static final PatchContext AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(ResourceNames.FIELD_MANAGER)
          .withForce(true)
          .build();

  private ServerSideApply() {}
}
