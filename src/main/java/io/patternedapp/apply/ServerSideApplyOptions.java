package io.patternedapp.apply;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.model.ResourceNames;

/** Options of every apply: the operator takes conflicting fields over from other managers. */
final class ServerSideApplyOptions {

  static final PatchContext AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(ResourceNames.FIELD_MANAGER)
          .withForce(true)
          .build();

  private ServerSideApplyOptions() {}
}
