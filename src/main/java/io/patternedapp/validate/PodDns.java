package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.patternedapp.api.DnsPolicy;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodSettings;

/** How Pods resolve names. */
final class PodDns implements SpecCheck {

  private static final int MAX_NAMESERVERS = 3;
  private static final int MAX_SEARCHES = 32;

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
            && (config == null || Located.items("", config.getNameservers()).isEmpty()),
        "spec.pod.dnsConfig.nameservers",
        "DnsConfigInvalid",
        "with dnsPolicy: None nothing resolves names: add a name server, or change dnsPolicy");
  }

  /** A domain to search may have underscores, and a dot at its end or be only that. */
  private static boolean isDomain(String search) {
    var domain = search.endsWith(".") ? search.substring(0, search.length() - 1) : search;
    return search.equals(".") || Syntax.DNS_SUBDOMAIN.accepts(domain.replace('_', 'a'));
  }

  private static void checkHostAliases(PodSettings pod, Problems problems) {
    for (var alias : Located.items("spec.pod.hostAliases", pod.hostAliases())) {
      problems.errorIf(
          !Addresses.isAddress(alias.value().getIp()),
          alias.at("ip"),
          "AddressInvalid",
          "\"%s\" is not an IP address: write one such as 10.1.2.3",
          alias.value().getIp());
      for (var name : Located.items(alias.at("hostnames"), alias.value().getHostnames())) {
        problems.errorIf(
            !Syntax.DNS_SUBDOMAIN.accepts(name.value()),
            name.path(),
            "HostnameInvalid",
            "\"%s\" cannot name a host: use %s",
            name.value(),
            Syntax.DNS_SUBDOMAIN.rule());
      }
    }
  }

  private static void checkConfig(PodDNSConfig config, Problems problems) {
    var servers = Located.items("spec.pod.dnsConfig.nameservers", config.getNameservers());
    problems.errorIf(
        servers.size() > MAX_NAMESERVERS,
        "spec.pod.dnsConfig.nameservers",
        "DnsConfigInvalid",
        "at most %d name servers are possible: remove some",
        MAX_NAMESERVERS);
    for (var server : servers) {
      problems.errorIf(
          !Addresses.isAddress(server.value()),
          server.path(),
          "AddressInvalid",
          "\"%s\" is not an IP address: write one such as 10.1.2.3",
          server.value());
    }
    var searches = Located.items("spec.pod.dnsConfig.searches", config.getSearches());
    problems.errorIf(
        searches.size() > MAX_SEARCHES,
        "spec.pod.dnsConfig.searches",
        "DnsConfigInvalid",
        "at most %d search domains are possible: remove some",
        MAX_SEARCHES);
    for (var search : searches) {
      problems.errorIf(
          !isDomain(search.value()),
          search.path(),
          "DnsConfigInvalid",
          "\"%s\" is no domain to search: use %s",
          search.value(),
          Syntax.DNS_SUBDOMAIN.rule());
    }
    for (var option : Located.items("spec.pod.dnsConfig.options", config.getOptions())) {
      problems.errorIf(
          option.value().getName() == null || option.value().getName().isEmpty(),
          option.at("name"),
          "DnsConfigInvalid",
          "an option needs a name, such as ndots: add it");
    }
  }
}
