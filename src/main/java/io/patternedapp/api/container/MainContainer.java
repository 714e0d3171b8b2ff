package io.patternedapp.api.container;

import io.fabric8.generator.annotation.ValidationRule;

/** The container that the app is about. */
@ValidationRule(
    value = "!has(self.restartPolicy)",
    fieldPath = ".restartPolicy",
    message =
        "main cannot have a restartPolicy of its own: remove it, or set "
            + "spec.pod.restartPolicy for all containers")
public class MainContainer extends AppContainer {
  private static final long serialVersionUID = 1L;
}
