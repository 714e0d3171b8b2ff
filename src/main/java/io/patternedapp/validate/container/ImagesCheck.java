package io.patternedapp.validate.container;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** Each container has an image, and says which one. */
public final class ImagesCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var path = container.path() + ".image";
    var image = container.container().getImage();
    if (image == null || image.isBlank()) {
      problems.error(path, "ImageMissing", "no image is given: add one, such as nginx:1.27");
      return;
    }
    problems.errorIf(
        !image.equals(image.strip()),
        path,
        "ImageInvalid",
        "\"%s\" begins or ends with white space: remove it",
        image);
    problems.warningIf(
        !hasTagOrDigest(image),
        path,
        "ImageUntagged",
        "\"%s\" has neither tag nor digest, so what runs may change at any restart: add a tag",
        image);
  }

  private static boolean hasTagOrDigest(String image) {
    var last = image.substring(image.lastIndexOf('/') + 1);
    return last.contains(":") || last.contains("@");
  }
}
