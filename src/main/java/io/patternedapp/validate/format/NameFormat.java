package io.patternedapp.validate.format;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of names in the Kubernetes API, as its validation has them. */
public enum NameFormat {
  /** Names of Services. */
  DNS_1035(
      63,
      "[a-z]([-a-z0-9]*[a-z0-9])?",
      "at most 63 lower-case letters, digits and hyphens, beginning with a letter and not ending"
          + " with a hyphen"),
  /** Names of containers and volumes. */
  DNS_LABEL(
      63,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or"
          + " digit"),
  /** Names of most objects. */
  DNS_SUBDOMAIN(
      253,
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
      "at most 253 lower-case letters, digits, hyphens and dots, each part beginning and ending"
          + " with a letter or digit"),
  /** Names of container ports. */
  PORT_NAME(
      15,
      "(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?",
      "at most 15 lower-case letters, digits and single hyphens, at least one letter, no hyphen at"
          + " either end"),
  /** Names of environment variables; servers before 1.32 take no others. */
  ENV_NAME(
      Integer.MAX_VALUE,
      "(?!\\.\\.)(?!\\.$)[-._a-zA-Z][-._a-zA-Z0-9]*",
      "letters, digits, '_', '-' and '.', not beginning with a digit or with '..'"),
  /** Keys of labels and annotations. */
  QUALIFIED_NAME(
      317,
      "([a-z0-9A-Z][-a-z0-9A-Z.]{0,252}/)?([A-Za-z0-9]|[A-Za-z0-9][-A-Za-z0-9_.]{0,61}[A-Za-z0-9])",
      "a name of at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter"
          + " or digit, with a DNS name and '/' before it if you like, as in example.com/name"),
  /** Values of labels. */
  LABEL_VALUE(
      63,
      "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?",
      "at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit"),
  /** Keys of ConfigMaps and Secrets. */
  CONFIG_KEY(
      253,
      "(?!\\.\\.)(?!\\.$)[-._a-zA-Z0-9]+",
      "at most 253 letters, digits, '-', '_' and '.', not '.' and not beginning with '..'"),
  /** Names of HTTP headers. */
  HEADER_NAME(256, "[-A-Za-z0-9]+", "letters, digits and hyphens");

  private final int maxLength;
  private final Pattern pattern;
  private final String description;

  NameFormat(int maxLength, String pattern, String rule) {
    this.maxLength = maxLength;
    this.pattern = Pattern.compile(pattern);
    this.description = rule;
  }

  /** Whether the text has this form. */
  public boolean accepts(@Nullable String text) {
    return text != null
        && text.length() <= maxLength
        && pattern.matcher(text).matches()
        && (this != QUALIFIED_NAME || acceptsPrefix(text));
  }

  /** Whether the text is absent or has this form. */
  public boolean acceptsIfPresent(@Nullable String text) {
    return text == null || text.isEmpty() || accepts(text);
  }

  /** What the form is, for a person. */
  public String description() {
    return description;
  }

  private static boolean acceptsPrefix(String name) {
    int slash = name.indexOf('/');
    return slash < 0 || DNS_SUBDOMAIN.accepts(name.substring(0, slash));
  }
}
