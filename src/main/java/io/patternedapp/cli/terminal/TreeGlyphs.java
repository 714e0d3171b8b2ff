package io.patternedapp.cli.terminal;

import java.nio.charset.Charset;

/**
 * The prefixes of the lines of a tree; all four have the same width.
 *
 * @param branch the prefix of an object with further siblings
 * @param lastBranch the prefix of the last sibling
 * @param continuation the prefix of the lines below {@link #branch}
 * @param lastContinuation the prefix of the lines below {@link #lastBranch}
 */
public record TreeGlyphs(
    String branch, String lastBranch, String continuation, String lastContinuation) {

  /** Unicode box-drawing characters. */
  public static final TreeGlyphs BOX_DRAWING = new TreeGlyphs("├── ", "└── ", "│   ", "    ");

  /** ASCII characters, for outputs that cannot encode {@link #BOX_DRAWING}. */
  public static final TreeGlyphs ASCII = new TreeGlyphs("|-- ", "`-- ", "|   ", "    ");

  /** Returns {@link #BOX_DRAWING} if the charset can encode it, else {@link #ASCII}. */
  public static TreeGlyphs forCharset(Charset charset) {
    return charset
            .newEncoder()
            .canEncode(BOX_DRAWING.branch() + BOX_DRAWING.lastBranch() + BOX_DRAWING.continuation())
        ? BOX_DRAWING
        : ASCII;
  }
}
