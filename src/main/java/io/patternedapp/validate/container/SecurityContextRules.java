package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules for the fields that the security contexts of containers and Pods share. */
public final class SecurityContextRules {

  private static final Set<String> PROFILE_TYPES =
      Set.of("RuntimeDefault", "Unconfined", "Localhost");

  private SecurityContextRules() {}

  public static void checkUserOrGroupId(@Nullable Long id, String path, Problems problems) {
    problems.errorIf(
        id != null && (id < 0 || id > Integer.MAX_VALUE),
        path,
        "UserIdInvalid",
        "Invalid value %d: a user or group ID must be between 0 and 2147483647",
        id);
  }

  public static void checkSeccomp(
      @Nullable SeccompProfile profile, String path, Problems problems) {
    if (profile != null) {
      checkProfile(profile.getType(), profile.getLocalhostProfile(), path, problems);
    }
  }

  public static void checkAppArmor(
      @Nullable AppArmorProfile profile, String path, Problems problems) {
    if (profile != null) {
      checkProfile(profile.getType(), profile.getLocalhostProfile(), path, problems);
    }
  }

  private static void checkProfile(
      @Nullable String type, @Nullable String localhost, String path, Problems problems) {
    EnumValueRules.checkRequired(type, PROFILE_TYPES, path + ".type", problems);
    problems.errorIf(
        "Localhost".equals(type) == (localhost == null || localhost.isEmpty()),
        path + ".localhostProfile",
        "LocalhostProfile",
        "localhostProfile is required for type Localhost and forbidden for other types: set"
            + " both, or neither");
  }
}
