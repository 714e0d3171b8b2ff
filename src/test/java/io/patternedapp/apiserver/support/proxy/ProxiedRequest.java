package io.patternedapp.apiserver.support.proxy;

import java.util.List;
import java.util.Set;

/** A request to the API server that passes through a proxy. */
public record ProxiedRequest(String method, String path, String query) {

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  static ProxiedRequest parse(String method, String target) {
    int queryStart = target.indexOf('?');
    return queryStart < 0
        ? new ProxiedRequest(method, target, "")
        : new ProxiedRequest(
            method, target.substring(0, queryStart), target.substring(queryStart + 1));
  }

  public boolean isWatch() {
    return query.contains("watch=true");
  }

  /** Returns true if an API server may respond from its watch cache without reading from etcd. */
  public boolean isServedFromWatchCache() {
    return method.equals("GET")
        && (isWatch() || List.of(query.split("&")).contains("resourceVersion=0"));
  }

  boolean isEvent() {
    return path.contains("/events");
  }

  /** Returns true if the request changes an object, except for events and dry runs. */
  public boolean isWrite() {
    return WRITES.contains(method) && !isEvent() && !query.contains("dryRun");
  }

  public boolean isStatusSubresource() {
    return path.endsWith("/status");
  }

  /** Returns true if the request targets the resource with this plural name. */
  public boolean targetsResource(String plural) {
    return path.endsWith("/" + plural) || path.contains("/" + plural + "/");
  }

  /** Returns the name of the object without the subresource; empty for a collection. */
  public String objectName() {
    var parts = path.split("/");
    for (int i = 0; i + 3 < parts.length; i++) {
      if (parts[i].equals("namespaces")) {
        return parts[i + 3];
      }
    }
    return "";
  }
}
