// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {

    @Test
    void seesWhatAUserSees(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("page.html");
        Files.writeString(page, """
                <!doctype html><link rel="icon" href="data:,"><style>body { margin: 0; background: #0000ff }
                @media (prefers-color-scheme: dark) { body { background: #ff0000 } }</style>
                <button style="position: absolute; left: 10px; top: 10px" onclick="document.title = 'clicked'">b</button>
                <img src="missing.png"><script>console.error('said'); later()</script>""");
        try (Browser browser = Browser.start()) {
            browser.size(390, 500);
            browser.dark(true);
            browser.open(page.toUri());
            assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(390);
            BufferedImage shot = ImageIO.read(new ByteArrayInputStream(browser.screenshot(false)));
            assertThat(shot.getWidth()).isEqualTo(390);
            assertThat(shot.getRGB(300, 300)).isEqualTo(0xffff0000);
            browser.dark(false);
            assertThat(ImageIO.read(new ByteArrayInputStream(browser.screenshot(false))).getRGB(300, 300)).isEqualTo(0xff0000ff);
            browser.mouse(15, 15, true);
            browser.await("document.title == 'clicked'", Duration.ofSeconds(10));
            assertThat(browser.requests()).first().isEqualTo(page.toUri().toString());
            assertThat(browser.requests()).anyMatch(url -> url.endsWith("missing.png"));
            assertThat(browser.errors()).hasSize(3).anyMatch(e -> e.contains("said")).anyMatch(e -> e.contains("later"))
                    .anyMatch(e -> e.contains("missing.png"));
            browser.open(java.net.URI.create("data:text/html,quiet"));
            assertThat(browser.errors()).isEmpty();
        }
    }
}
