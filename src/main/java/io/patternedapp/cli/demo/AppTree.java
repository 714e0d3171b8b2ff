package io.patternedapp.cli.demo;

import io.patternedapp.api.PatternedApp;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws an app's children and, under those that run containers, these.
 *
 * @param app the app
 * @param branches how to draw
 */
record AppTree(PatternedApp app, Branches branches) {

  /** The lines of the tree, without the app itself. */
  List<String> lines(List<Child> children) {
    var titles = TextTable.lines(children.stream().map(AppTree::title).toList());
    var lines = new ArrayList<String>();
    for (int i = 0; i < children.size(); i++) {
      append(lines, titles.get(i), below(children.get(i)), i == children.size() - 1);
    }
    return lines;
  }

  private static List<String> title(Child child) {
    return List.of(Child.name(child.object()), Details.of(child.object()));
  }

  private List<String> below(Child child) {
    var rows = ContainerRow.of(app, child.object());
    var containers =
        TextTable.lines(
            rows.stream().map(c -> List.of(c.role(), c.name(), c.runs(), c.image())).toList());
    var lines = new ArrayList<String>();
    for (int i = 0; i < containers.size(); i++) {
      var last = i == containers.size() - 1 && child.children().isEmpty();
      append(lines, containers.get(i), List.of(), last);
    }
    lines.addAll(lines(child.children()));
    return lines;
  }

  private void append(List<String> lines, String title, List<String> below, boolean last) {
    lines.add((last ? branches.last() : branches.child()) + title);
    below.forEach(line -> lines.add((last ? branches.end() : branches.under()) + line));
  }
}
