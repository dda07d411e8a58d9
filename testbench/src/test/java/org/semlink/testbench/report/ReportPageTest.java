// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.semlink.testbench.browser.Browser;

/** The page as a reader sees it, in headless Chromium. */
class ReportPageTest {

    private static final String NAME = "a <b>bold</b> & \"quoted\" name</title><script>document.title='taken'</script>";
    private static final int PICTURES = 5;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void draw(@TempDir Path folder) throws IOException {
        browser = Browser.start();
        SyntheticExperiment experiment = new SyntheticExperiment(List.of("semlink", "softcast", "jpeg-qpsk"), List.of(0, 5, 10, 15), PICTURES,
                List.of("ofdm"));
        experiment.write(folder.resolve("one"), NAME).writeSamples(folder.resolve("one"), 3);
        page = Files.writeString(folder.resolve("one.html"), Report.of(folder.resolve("one")).html());
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(int width, boolean dark) {
        browser.size(width, 900);
        browser.dark(dark);
        browser.open(page.toUri());
    }

    @Test
    void asksForNothingAndLogsNoError() {
        open(1280, false);
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.requests()).first().isEqualTo(page.toUri().toString());
        assertThat(browser.requests().subList(1, browser.requests().size())).allMatch(url -> url.startsWith("data:"));
        assertThat(browser.evaluate("Array.from(document.images).every(i => i.complete && i.naturalWidth == 64)").asBoolean()).isTrue();
        assertThat(browser.evaluate("document.images.length").asInt()).isEqualTo(9);
    }

    @Test
    void userTextStaysText() {
        open(1280, false);
        assertThat(browser.evaluate("document.title").asText()).isEqualTo(NAME);
        assertThat(browser.evaluate("document.querySelector('h1').textContent").asText()).isEqualTo(NAME);
        assertThat(browser.evaluate("document.querySelectorAll('b').length").asInt()).isZero();
    }

    /** Where ticks stand on the screen says where a value must stand. */
    @Test
    void pointsStandWhereTheirValuesBelong() {
        open(1280, false);
        JsonNode ticks = browser.evaluate("""
                (() => { const f = document.querySelector('[data-name=psnr]');
                const middle = e => { const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; };
                const ticks = axis => Array.from(f.querySelectorAll('.tick-' + axis)).map(t => [parseFloat(t.dataset.series), ...middle(t)]);
                return { x: ticks('x'), y: ticks('y'),
                         points: Array.from(f.querySelectorAll('.data.measured')).map(g => Array.from(g.querySelectorAll('.point')).map(middle)) }; })()""");
        List<String> schemes = List.of("semlink", "softcast", "jpeg-qpsk");
        assertThat(ticks.get("points")).hasSize(schemes.size());
        for (int s = 0; s < schemes.size(); s++) {
            JsonNode points = ticks.get("points").get(s);
            assertThat(points).hasSize(4);
            for (int i = 0; i < 4; i++) {
                // The pictures' spread is symmetric: the mean is the law itself.
                double value = SyntheticExperiment.psnr(schemes.get(s), 5 * i, 0, 1);
                assertThat(points.get(i).get(0).asDouble()).as("x of %s at %d dB", schemes.get(s), 5 * i).isCloseTo(onScreen(ticks.get("x"), 5 * i, 1),
                        within(1.0));
                // The text of a tick is not quite centred on its line, nor a triangle on its point.
                assertThat(points.get(i).get(1).asDouble()).as("y of %s at %d dB", schemes.get(s), 5 * i).isCloseTo(onScreen(ticks.get("y"), value, 2),
                        within(2.5));
            }
        }
    }

    /** Position of a value by the first and the last tick of an axis. */
    private static double onScreen(JsonNode ticks, double value, int coordinate) {
        JsonNode first = ticks.get(0);
        JsonNode last = ticks.get(ticks.size() - 1);
        double part = (value - first.get(0).asDouble()) / (last.get(0).asDouble() - first.get(0).asDouble());
        return first.get(coordinate).asDouble() + part * (last.get(coordinate).asDouble() - first.get(coordinate).asDouble());
    }

    @Test
    void everySectionHasItsCurves() {
        open(1280, false);
        for (String figure : List.of("psnr", "lpips", "ssim", "ms-ssim", "gain", "perception", "cliff", "latent-error", "loss", "snr-error", "cfo", "evm")) {
            int lines = browser.evaluate("document.querySelectorAll('[data-name=\"" + figure + "\"] .data.measured path.line').length").asInt();
            assertThat(lines).as(figure).isEqualTo(figure.equals("gain") ? 1 : figure.equals("latent-error") ? 2 : 3);
        }
        for (String figure : List.of("psnr", "lpips", "ssim", "ms-ssim", "latent-error")) {
            assertThat(browser.evaluate("document.querySelectorAll('[data-name=\"" + figure + "\"] .data.bound path').length").asInt()).isPositive();
            assertThat(browser.evaluate("document.querySelectorAll('[data-name=\"" + figure + "\"] .data.baseline path').length").asInt()).isPositive();
        }
        assertThat(browser.evaluate("document.querySelectorAll('.air svg').length").asInt()).isEqualTo(6);
    }

    @Test
    void theMouseAndTheArrowKeysReadValues() {
        open(1280, false);
        String first = "document.querySelector('[data-name=psnr] .point')";
        JsonNode at = browser.evaluate("(() => { " + first + ".scrollIntoView({block: 'center'}); const r = " + first
                + ".getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()");
        browser.mouse(at.get(0).asDouble() + 3, at.get(1).asDouble() - 2, false);
        browser.await("!document.getElementById('tip').hidden", Duration.ofSeconds(10));
        assertThat(browser.evaluate("document.getElementById('tip').textContent").asText()).startsWith("semlink\n20.00 [").contains("at 0 dB")
                .contains("5 trials, 5 pictures");
        browser.mouse(2, 2, false);
        browser.await("document.getElementById('tip').hidden", Duration.ofSeconds(10));
        browser.evaluate("document.querySelector('[data-name=psnr] svg').focus()");
        browser.key("ArrowRight");
        browser.key("ArrowRight");
        assertThat(browser.evaluate("document.getElementById('tip').textContent").asText()).startsWith("semlink\n22.50 [");
        browser.key("Escape");
        assertThat(browser.evaluate("document.getElementById('tip').hidden").asBoolean()).isTrue();
    }

    @Test
    void keysOfTheLegendSwitchTheirSeriesEverywhere() {
        open(1280, false);
        browser.evaluate("document.querySelector('[data-name=psnr] g.key').focus()");
        browser.key("Enter");
        assertThat(browser.evaluate("Array.from(document.querySelectorAll('g.data.measured.off')).map(g => g.closest('figure').dataset.name)").toString())
                .contains("psnr", "lpips", "evm");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('[data-name=psnr] g.data.measured')).display").asText()).isEqualTo("none");
        browser.key("Enter");
        assertThat(browser.evaluate("document.querySelectorAll('g.data.off').length").asInt()).isZero();
    }

    @Test
    void tablesSortByNumberAndByText() {
        open(1280, false);
        String heads = "Array.from(document.querySelectorAll('#table th'))";
        String column = "Array.from(document.querySelectorAll('#table tbody tr')).map(r => r.cells[" + heads + ".findIndex(h => h.textContent == 'PSNR, dB')]"
                + ".dataset.v).map(parseFloat)";
        String press = heads + ".find(h => h.textContent == 'PSNR, dB').querySelector('button').click()";
        browser.evaluate(press);
        List<Double> rising = numbers(browser.evaluate(column));
        List<Double> sorted = new ArrayList<>(rising);
        Collections.sort(sorted);
        assertThat(rising).hasSize(12).isEqualTo(sorted);
        browser.evaluate(press);
        Collections.reverse(sorted);
        assertThat(numbers(browser.evaluate(column))).isEqualTo(sorted);
        assertThat(browser.evaluate(heads + ".find(h => h.textContent == 'PSNR, dB').getAttribute('aria-sort')").asText()).isEqualTo("descending");
        browser.evaluate(heads + "[0].querySelector('button').click()");
        assertThat(browser.evaluate("document.querySelector('#table tbody').rows[0].cells[0].textContent").asText()).isEqualTo("jpeg-qpsk");
        // A scheme without a network has no gain: dashes stand last, whichever way.
        String gain = heads + ".findIndex(h => h.textContent == 'over linear, dB')";
        for (int i = 0; i < 2; i++) {
            browser.evaluate(heads + "[" + gain + "].querySelector('button').click()");
            assertThat(browser.evaluate("document.querySelector('#table tbody').rows[11].cells[" + gain + "].textContent").asText()).isEqualTo("\u2013");
        }
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> list = new ArrayList<>();
        array.forEach(node -> list.add(node.asDouble()));
        return list;
    }

    @Test
    void darkPaperByTheSystemAndByTheSwitch() {
        String background = "getComputedStyle(document.body).backgroundColor";
        String text = "getComputedStyle(document.querySelector('[data-name=psnr] text')).fill";
        open(1280, true);
        assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(19, 23, 28)");
        String onDark = browser.evaluate(text).asText();
        browser.dark(false);
        assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(250, 251, 252)");
        assertThat(browser.evaluate(text).asText()).isNotEqualTo(onDark);
        String press = "document.getElementById('theme').click()";
        browser.evaluate(press);
        assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(250, 251, 252)");
        browser.evaluate(press);
        assertThat(browser.evaluate(background).asText()).isEqualTo("rgb(19, 23, 28)");
        assertThat(browser.evaluate(text).asText()).isEqualTo(onDark);
        browser.evaluate(press);
        browser.evaluate("localStorage.clear()");
    }

    @Test
    void aPhoneNeverScrollsSideways() {
        for (int width : new int[] {320, 390, 1280}) {
            open(width, false);
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).as("%d pixels", width).isEqualTo(width);
        }
        open(390, false);
        assertThat(browser.evaluate("Math.min(...Array.from(document.querySelectorAll('[data-name=psnr] text')).map(t => t.getBoundingClientRect().height))")
                .asDouble()).isGreaterThan(9);
    }

    @Test
    void manyCurvesAreSplitIntoPanels(@TempDir Path folder) throws IOException {
        new SyntheticExperiment(List.of("semlink", "softcast", "jpeg-qpsk"), List.of(0, 10), 2, List.of("ofdm", "sc", "sc:rolloff=0.10"))
                .withoutLpips().write(folder.resolve("many"), "many");
        Path many = Files.writeString(folder.resolve("many.html"), Report.of(folder.resolve("many")).html());
        browser.size(1280, 900);
        browser.open(many.toUri());
        String visible = "Array.from(document.querySelectorAll('#quality [data-panel]')).filter(p => !p.hidden).map(p => p.dataset.panel).join()";
        assertThat(browser.evaluate(visible).asText()).isEqualTo("waveform ofdm");
        browser.evaluate("(() => { const c = document.getElementById('panel'); c.selectedIndex = 2; c.dispatchEvent(new Event('change')); })()");
        assertThat(browser.evaluate(visible).asText()).isEqualTo("waveform sc:rolloff=0.10");
        assertThat(browser.evaluate("document.getElementById('quality').textContent").asText())
                .contains("LPIPS is missing in 36 of 36 trials: no weights of LPIPS were given");
        assertThat(browser.errors()).isEmpty();
    }
}
