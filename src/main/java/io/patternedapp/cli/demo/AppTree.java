package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.terminal.TextLayout;
import io.patternedapp.cli.terminal.TreeGlyphs;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws an app's children and, under those that run containers, these.
 *
 * @param app the app
 * @param glyphs how to draw
 */
record AppTree(PatternedApp app, TreeGlyphs glyphs) {

  /** The lines of the tree, without the app itself. */
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

  private void appendBranch(List<String> lines, String title, List<String> below, boolean last) {
    lines.add((last ? glyphs.lastBranch() : glyphs.branch()) + title);
    below.forEach(
        line -> lines.add((last ? glyphs.lastContinuation() : glyphs.continuation()) + line));
  }
}
