package io.patternedapp.cli.demo;

import java.nio.charset.Charset;

/**
 * How the lines of a tree are drawn; all four are equally wide.
 *
 * @param child before an object that others follow
 * @param last before the last object
 * @param under before the lines below {@link #child}
 * @param end before the lines below {@link #last}
 */
public record Branches(String child, String last, String under, String end) {

  /** With the characters made for it. */
  public static final Branches LINES = new Branches("├── ", "└── ", "│   ", "    ");

  /** For terminals that have no such characters. */
  public static final Branches ASCII = new Branches("|-- ", "`-- ", "|   ", "    ");

  /** The nicest that an output of that encoding can show. */
  public static Branches in(Charset charset) {
    return charset.newEncoder().canEncode(LINES.child() + LINES.last() + LINES.under())
        ? LINES
        : ASCII;
  }
}
