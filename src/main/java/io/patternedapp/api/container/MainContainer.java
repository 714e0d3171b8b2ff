package io.patternedapp.api.container;

import io.fabric8.generator.annotation.ValidationRule;

/** The main container of an app. */
@ValidationRule(
    value = "!has(self.restartPolicy)",
    fieldPath = ".restartPolicy",
    message =
        "main must not have a restartPolicy: remove it, or set spec.pod.restartPolicy for all"
            + " containers")
public class MainContainer extends AppContainer {
  private static final long serialVersionUID = 1L;
}
