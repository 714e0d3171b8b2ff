package io.patternedapp.validate;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses, told without asking a name server. */
final class Addresses {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern GROUPS = Pattern.compile("[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,7}");
  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

  private Addresses() {}

  static boolean isAddress(@Nullable String text) {
    return text != null && (IPV4.matcher(text).matches() || isIpv6(text));
  }

  /** Whether the text is a range in CIDR notation. */
  static boolean isRange(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
      return false;
    }
    var address = text.substring(0, slash);
    var bits = Integer.parseInt(text.substring(slash + 1));
    return isAddress(address) && bits <= (address.contains(":") ? 128 : 32);
  }

  private static boolean isIpv6(String text) {
    int dotted = text.lastIndexOf(':') + 1;
    var tail = text.substring(dotted);
    var plain =
        dotted > 0 && IPV4.matcher(tail).matches() ? text.substring(0, dotted) + "0:0" : text;
    int gap = plain.indexOf("::");
    if (gap < 0) {
      return groups(plain) == 8;
    }
    int before = groups(plain.substring(0, gap));
    int after = groups(plain.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return GROUPS.matcher(text).matches() ? text.split(":").length : -1;
  }
}
