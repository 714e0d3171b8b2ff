package io.patternedapp.apiserver;

import java.util.List;
import java.util.Set;

/** A request to the API server, as a proxy sees it. */
record ApiCall(String method, String path, String query) {

  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  static ApiCall of(String method, String target) {
    int mark = target.indexOf('?');
    return mark < 0
        ? new ApiCall(method, target, "")
        : new ApiCall(method, target.substring(0, mark), target.substring(mark + 1));
  }

  boolean isWatch() {
    return query.contains("watch=true");
  }

  /** Whether an API server may answer it from its cache without asking etcd. */
  boolean isCached() {
    return method.equals("GET")
        && (isWatch() || List.of(query.split("&")).contains("resourceVersion=0"));
  }

  boolean isEvent() {
    return path.contains("/events");
  }

  /** Whether it changes something; Events and trials apart. */
  boolean isWrite() {
    return WRITES.contains(method) && !isEvent() && !query.contains("dryRun");
  }

  boolean isStatus() {
    return path.endsWith("/status");
  }

  /** Whether it is about that kind of object, by its plural. */
  boolean isAbout(String plural) {
    return path.endsWith("/" + plural) || path.contains("/" + plural + "/");
  }

  /** The name of the object, without a subresource; empty for a collection. */
  String name() {
    var parts = path.split("/");
    for (int i = 0; i + 3 < parts.length; i++) {
      if (parts[i].equals("namespaces")) {
        return parts[i + 3];
      }
    }
    return "";
  }
}
