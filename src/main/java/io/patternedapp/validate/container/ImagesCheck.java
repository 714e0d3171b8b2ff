package io.patternedapp.validate.container;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** Checks that each container has an image, and warns about an image without tag and digest. */
public final class ImagesCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var path = container.path() + ".image";
    var image = container.container().getImage();
    if (image == null || image.isBlank()) {
      problems.error(path, "ImageMissing", "Required value: set an image such as nginx:1.27");
      return;
    }
    problems.errorIf(
        !image.equals(image.strip()),
        path,
        "ImageInvalid",
        "Invalid value \"%s\": must not have leading or trailing whitespace; remove it",
        image);
    problems.warningIf(
        !hasTagOrDigest(image),
        path,
        "ImageUntagged",
        "\"%s\" has neither a tag nor a digest, so each restart can run a different image: add a"
            + " tag",
        image);
  }

  private static boolean hasTagOrDigest(String image) {
    var last = image.substring(image.lastIndexOf('/') + 1);
    return last.contains(":") || last.contains("@");
  }
}
