package io.patternedapp.validate.format;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats of names in the Kubernetes API, as k8s.io/apimachinery validates them. */
public enum NameFormat {
  /** Names of Services. */
  DNS_1035(
      63,
      "[a-z]([-a-z0-9]*[a-z0-9])?",
      "must consist of at most 63 lowercase letters, digits or '-', start with a letter, and not"
          + " end with '-'"),
  /** Names of containers and volumes. */
  DNS_LABEL(
      63,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "must consist of at most 63 lowercase letters, digits or '-', and start and end with a"
          + " letter or digit"),
  /** Names of most objects. */
  DNS_SUBDOMAIN(
      253,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
      "must consist of at most 253 lowercase letters, digits, '-' or '.', and each part must"
          + " start and end with a letter or digit"),
  /** Names of container ports. */
  PORT_NAME(
      15,
      "(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "must consist of at most 15 lowercase letters, digits or single '-', contain a letter, and"
          + " neither start nor end with '-'"),
  /** Names of environment variables; API servers before 1.32 accept no other names. */
  ENV_NAME(
      Integer.MAX_VALUE,
      "(?!\\.\\.)(?!\\.$)[-._a-zA-Z][-._a-zA-Z0-9]*",
      "must consist of letters, digits, '_', '-' or '.', and must not start with a digit or '..'"),
  /** Keys of labels and annotations. */
  QUALIFIED_NAME(
      317,
      "([a-z0-9A-Z][-a-z0-9A-Z.]{0,252}/)?([A-Za-z0-9]|[A-Za-z0-9][-A-Za-z0-9_.]{0,61}[A-Za-z0-9])",
      "must consist of at most 63 letters, digits, '-', '_' or '.', and start and end with a"
          + " letter or digit; an optional prefix is a DNS subdomain and '/', as in"
          + " example.com/name"),
  /** Values of labels. */
  LABEL_VALUE(
      63,
      "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
      "must consist of at most 63 letters, digits, '-', '_' or '.', and start and end with a"
          + " letter or digit"),
  /** Keys of ConfigMaps and Secrets. */
  CONFIG_KEY(
      253,
      "(?!\\.\\.)(?!\\.$)[-._a-zA-Z0-9]+",
      "must consist of at most 253 letters, digits, '-', '_' or '.', and must not be '.' or"
          + " start with '..'"),
  /** Names of HTTP headers. */
  HEADER_NAME(256, "[-A-Za-z0-9]+", "must consist of letters, digits or '-'");

  private final int maxLength;
  private final Pattern pattern;
  private final String description;

  NameFormat(int maxLength, String pattern, String description) {
    this.maxLength = maxLength;
    this.pattern = Pattern.compile(pattern);
    this.description = description;
  }

  /** Returns whether the text has this format. */
  public boolean accepts(@Nullable String text) {
    return text != null
        && text.length() <= maxLength
        && pattern.matcher(text).matches()
        && (this != QUALIFIED_NAME || acceptsPrefix(text));
  }

  /** Returns whether the text is null, empty or has this format. */
  public boolean acceptsIfPresent(@Nullable String text) {
    return text == null || text.isEmpty() || accepts(text);
  }

  /** Returns the rule for a message, such as "must consist of letters, digits or '-'". */
  public String description() {
    return description;
  }

  private static boolean acceptsPrefix(String name) {
    int slash = name.indexOf('/');
    return slash < 0 || DNS_SUBDOMAIN.accepts(name.substring(0, slash));
  }
}
