package io.patternedapp.validate.format;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the format of IP addresses and CIDR ranges without DNS lookups. */
public final class IpAddresses {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern IPV6_GROUPS =
      Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,7}");
  private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  private IpAddresses() {}

  public static boolean isIpAddress(@Nullable String text) {
    return text != null && (IPV4.matcher(text).matches() || isIpv6(text));
  }

  /** Returns whether the text is an IP range in CIDR notation. */
  public static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !PREFIX_LENGTH.matcher(text.substring(slash + 1)).matches()) {
      return false;
    }
    var address = text.substring(0, slash);
    var bits = Integer.parseInt(text.substring(slash + 1));
    return isIpAddress(address) && bits <= (address.contains(":") ? 128 : 32);
  }

  private static boolean isIpv6(String text) {
    int dottedStart = text.lastIndexOf(':') + 1;
    var tail = text.substring(dottedStart);
    var hexadecimal =
        dottedStart > 0 && IPV4.matcher(tail).matches()
            ? text.substring(0, dottedStart) + "0:0"
            : text;
    int gap = hexadecimal.indexOf("::");
    if (gap < 0) {
      return countGroups(hexadecimal) == 8;
    }
    int before = countGroups(hexadecimal.substring(0, gap));
    int after = countGroups(hexadecimal.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  private static int countGroups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return IPV6_GROUPS.matcher(text).matches() ? text.split(":").length : -1;
  }
}
