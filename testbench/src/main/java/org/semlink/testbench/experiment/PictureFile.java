// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.nio.file.Path;
import org.semlink.codec.Picture;
import org.semlink.codec.image.BuiltInPictures;
import org.semlink.codec.image.PictureReader;

/**
 * A picture of an experiment.
 *
 * @param name   of the axis {@code picture}: the path with '/' between folders, or the name of a built-in picture
 * @param sha256 of the file's bytes; of a built-in picture its name
 */
record PictureFile(String name, String sha256) {

    static final String BUILT_IN = "built-in";

    /** Its samples, or with {@code crop} above 0 those of the square in its middle. */
    Picture read(int crop) {
        if (isBuiltIn()) {
            Picture whole = BuiltInPictures.all().get(name);
            return crop == 0 ? whole : whole.middle(crop);
        }
        return crop == 0 ? PictureReader.read(Path.of(name)) : PictureReader.readMiddle(Path.of(name), crop);
    }

    private boolean isBuiltIn() {
        return sha256.equals(BUILT_IN);
    }
}
