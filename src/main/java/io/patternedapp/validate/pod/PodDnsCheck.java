package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.DnsPolicy;
import io.patternedapp.api.pod.PodSettings;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.IpAddresses;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;

/** Checks host aliases, the DNS policy and the DNS configuration. */
public final class PodDnsCheck implements SpecCheck {

  private static final int MAX_NAMESERVERS = 3;
  private static final int MAX_SEARCH_DOMAINS = 32;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    checkHostAliases(pod, problems);
    var config = pod.dnsConfig();
    if (config != null) {
      checkConfig(config, problems);
    }
    problems.errorIf(
        pod.dnsPolicy() == DnsPolicy.None
            && (config == null || FieldValue.items("", config.getNameservers()).isEmpty()),
        "spec.pod.dnsConfig.nameservers",
        "DnsConfigInvalid",
        "Required value: dnsPolicy None requires a name server; add one, or change dnsPolicy");
  }

  /** Returns whether the text is a search domain: underscores and a final dot are valid. */
  private static boolean isSearchDomain(String search) {
    var domain = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
    return search.equals(".") || NameFormat.DNS_SUBDOMAIN.accepts(domain.replace('_', 'a'));
  }

  private static void checkHostAliases(PodSettings pod, Problems problems) {
    for (var alias : FieldValue.items("spec.pod.hostAliases", pod.hostAliases())) {
      problems.errorIf(
          !IpAddresses.isIpAddress(alias.value().getIp()),
          alias.pathTo("ip"),
          "AddressInvalid",
          "Invalid value \"%s\": must be an IP address such as 10.1.2.3",
          alias.value().getIp());
      for (var name : FieldValue.items(alias.pathTo("hostnames"), alias.value().getHostnames())) {
        problems.errorIf(
            !NameFormat.DNS_SUBDOMAIN.accepts(name.value()),
            name.path(),
            "HostnameInvalid",
            "Invalid value \"%s\": a hostname %s",
            name.value(),
            NameFormat.DNS_SUBDOMAIN.description());
      }
    }
  }

  private static void checkConfig(PodDNSConfig config, Problems problems) {
    var servers = FieldValue.items("spec.pod.dnsConfig.nameservers", config.getNameservers());
    problems.errorIf(
        servers.size() > MAX_NAMESERVERS,
        "spec.pod.dnsConfig.nameservers",
        "DnsConfigInvalid",
        "Too many: must have at most %d name servers; remove some",
        MAX_NAMESERVERS);
    for (var server : servers) {
      problems.errorIf(
          !IpAddresses.isIpAddress(server.value()),
          server.path(),
          "AddressInvalid",
          "Invalid value \"%s\": must be an IP address such as 10.1.2.3",
          server.value());
    }
    var searches = FieldValue.items("spec.pod.dnsConfig.searches", config.getSearches());
    problems.errorIf(
        searches.size() > MAX_SEARCH_DOMAINS,
        "spec.pod.dnsConfig.searches",
        "DnsConfigInvalid",
        "Too many: must have at most %d search domains; remove some",
        MAX_SEARCH_DOMAINS);
    for (var search : searches) {
      problems.errorIf(
          !isSearchDomain(search.value()),
          search.path(),
          "DnsConfigInvalid",
          "Invalid value \"%s\": a search domain %s",
          search.value(),
          NameFormat.DNS_SUBDOMAIN.description());
    }
    for (var option : FieldValue.items("spec.pod.dnsConfig.options", config.getOptions())) {
      problems.errorIf(
          option.value().getName() == null || option.value().getName().isEmpty(),
          option.pathTo("name"),
          "DnsConfigInvalid",
          "Required value: set the name of the option, such as ndots");
    }
  }
}
