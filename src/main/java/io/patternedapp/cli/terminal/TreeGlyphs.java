package io.patternedapp.cli.terminal;

import java.nio.charset.Charset;

/**
 * How the lines of a tree are drawn; all four are equally wide.
 *
 * @param branch before an object that others follow
 * @param lastBranch before the last object
 * @param continuation before the lines below {@link #branch}
 * @param lastContinuation before the lines below {@link #lastBranch}
 */
public record TreeGlyphs(
    String branch, String lastBranch, String continuation, String lastContinuation) {

  /** With the characters made for it. */
  public static final TreeGlyphs BOX_DRAWING = new TreeGlyphs("├── ", "└── ", "│   ", "    ");

  /** For terminals that have no such characters. */
  public static final TreeGlyphs ASCII = new TreeGlyphs("|-- ", "`-- ", "|   ", "    ");

  /** The nicest that an output of that encoding can show. */
  public static TreeGlyphs forCharset(Charset charset) {
    return charset
            .newEncoder()
            .canEncode(BOX_DRAWING.branch() + BOX_DRAWING.lastBranch() + BOX_DRAWING.continuation())
        ? BOX_DRAWING
        : ASCII;
  }
}
