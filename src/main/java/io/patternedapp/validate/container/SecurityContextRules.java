package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.AppArmorProfile;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the security settings of containers and of Pods have in common. */
public final class SecurityContextRules {

  private static final Set<String> PROFILE_TYPES =
      Set.of("RuntimeDefault", "Unconfined", "Localhost");

  private SecurityContextRules() {}

  public static void checkUserOrGroupId(@Nullable Long id, String path, Problems problems) {
    problems.errorIf(
        id != null && (id < 0 || id > Integer.MAX_VALUE),
        path,
        "UserIdInvalid",
        "%d is not a user or group: use a number from 0 to 2147483647",
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
    AllowedValues.check(type == null ? "" : type, PROFILE_TYPES, path + ".type", problems);
    problems.errorIf(
        "Localhost".equals(type) == (localhost == null || localhost.isEmpty()),
        path + ".localhostProfile",
        "LocalhostProfile",
        "localhostProfile goes with type Localhost and with no other: write both or neither");
  }
}
