package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.terminal.TextLayout;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the children of an app as a tree, with the containers of each Pod and Pod template.
 *
 * @param app the app
 * @param glyphs the characters of the tree
 */
record AppTree(PatternedApp app, TreeGlyphs glyphs) {

  /** Returns the lines of the tree, without a line for the app. */
  List<String> lines(List<ChildNode> children) {
    var titles = TextLayout.alignColumns(children.stream().map(AppTree::titleCells).toList());
    var lines = new ArrayList<String>();
    for (int i = 0; i < children.size(); i++) {
      appendBranch(lines, titles.get(i), nestedLines(children.get(i)), i == children.size() - 1);
    }
    return lines;
  }

  private static List<String> titleCells(ChildNode child) {
    return List.of(ChildNode.kindAndName(child.object()), ChildSummary.summarize(child.object()));
  }

  private List<String> nestedLines(ChildNode child) {
    var rows = ContainerRow.listOf(app, child.object());
    var containers =
        TextLayout.alignColumns(
            rows.stream().map(c -> List.of(c.role(), c.name(), c.runsAs(), c.image())).toList());
    var lines = new ArrayList<String>();
    for (int i = 0; i < containers.size(); i++) {
      var last = i == containers.size() - 1 && child.children().isEmpty();
      appendBranch(lines, containers.get(i), List.of(), last);
    }
    lines.addAll(lines(child.children()));
    return lines;
  }

  private void appendBranch(List<String> lines, String title, List<String> nested, boolean last) {
    lines.add((last ? glyphs.lastBranch() : glyphs.branch()) + title);
    nested.forEach(
        line -> lines.add((last ? glyphs.lastContinuation() : glyphs.continuation()) + line));
  }
}
