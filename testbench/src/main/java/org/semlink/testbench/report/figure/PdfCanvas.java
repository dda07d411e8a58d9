// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.report.figure;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * A figure as a PDF of one page of its size (a CSS pixel is 3/4 point): lines stay lines, text stays text in an embedded subset of Liberation
 * Sans, as printers ask for. A letter that this font lacks appears as a question mark.
 */
public final class PdfCanvas implements Canvas {

    private static final float POINTS = 0.75f;
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final PDPageContentStream page;
    private final PDFont font;
    private final float height;

    private PdfCanvas(PDPageContentStream page, PDFont font, float height) {
        this.page = page;
        this.font = font;
        this.height = height;
    }

    /** Draws a figure into the bytes of a PDF file. */
    public static byte[] draw(Figure figure) {
        try (PDDocument document = new PDDocument(); InputStream ttf = PDDocument.class.getResourceAsStream(FONT)) {
            float height = (float) figure.height();
            PDPage paper = new PDPage(new PDRectangle((float) figure.width() * POINTS, height * POINTS));
            document.addPage(paper);
            document.getDocumentInformation().setTitle(figure.title());
            try (PDPageContentStream page = new PDPageContentStream(document, paper)) {
                page.transform(Matrix.getScaleInstance(POINTS, POINTS));
                page.setLineJoinStyle(1);
                figure.draw(new PdfCanvas(page, PDType0Font.load(document, ttf, true), height));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A piece of the page's content. */
    private interface Content {
        void write() throws IOException;
    }

    private static void write(Content content) {
        try {
            content.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private float up(double y) {
        return height - (float) y;
    }

    private void stroke(Ink ink, double width, java.util.List<Double> dash, double opacity, int cap) throws IOException {
        page.setStrokingColor(Color.decode(ink.light()));
        page.setLineWidth((float) width);
        page.setLineCapStyle(cap);
        float[] lengths = new float[dash.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = dash.get(i).floatValue();
        }
        page.setLineDashPattern(lengths, 0);
        opacity(opacity);
    }

    private void opacity(double opacity) throws IOException {
        PDExtendedGraphicsState state = new PDExtendedGraphicsState();
        state.setStrokingAlphaConstant((float) opacity);
        state.setNonStrokingAlphaConstant((float) opacity);
        page.setGraphicsStateParameters(state);
    }

    @Override
    public void line(double[] x, double[] y, Pen pen) {
        write(() -> {
            stroke(pen.ink(), pen.width(), pen.dash(), 1, 0);
            boolean down = false;
            boolean any = false;
            for (int i = 0; i < x.length; i++) {
                if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
                    down = false;
                } else if (down) {
                    page.lineTo((float) x[i], up(y[i]));
                } else {
                    page.moveTo((float) x[i], up(y[i]));
                    down = true;
                    any = true;
                }
            }
            if (any) {
                page.stroke();
            }
        });
    }

    @Override
    public void area(double[] x, double[] y, Ink ink, double opacity) {
        write(() -> {
            page.setNonStrokingColor(Color.decode(ink.light()));
            opacity(opacity);
            for (int i = 0; i < x.length; i++) {
                if (i == 0) {
                    page.moveTo((float) x[i], up(y[i]));
                } else {
                    page.lineTo((float) x[i], up(y[i]));
                }
            }
            page.fill();
        });
    }

    @Override
    public void point(double x, double y, Marker marker, double size, Ink ink, String tip) {
        double[] outline = marker.outline();
        double[] xs = new double[outline.length / 2];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = x + size * outline[2 * i];
            ys[i] = y + size * outline[2 * i + 1];
        }
        area(xs, ys, ink, 1);
    }

    @Override
    public void dots(double[] x, double[] y, double radius, Ink ink, double opacity) {
        write(() -> {
            stroke(ink, 2 * radius, java.util.List.of(), opacity, 1);
            for (int i = 0; i < x.length; i++) {
                page.moveTo((float) x[i], up(y[i]));
                page.lineTo((float) x[i], up(y[i]));
                page.stroke();
            }
        });
    }

    @Override
    public void text(double x, double y, String text, Lettering lettering) {
        write(() -> {
            String known = known(text);
            float size = (float) lettering.size();
            double width = font.getStringWidth(known) / 1000 * size;
            double before = lettering.anchor() == Anchor.START ? 0 : lettering.anchor() == Anchor.END ? width : width / 2;
            opacity(1);
            page.setNonStrokingColor(Color.decode(lettering.ink().light()));
            page.setStrokingColor(Color.decode(lettering.ink().light()));
            page.beginText();
            page.setFont(font, size);
            // The one font has no bold cut: its outline is drawn as well.
            page.setRenderingMode(lettering.bold() ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
            page.setLineWidth(size / 45);
            page.setLineDashPattern(new float[0], 0);
            page.setTextMatrix(Matrix.getTranslateInstance((float) (x - before), up(y)));
            page.showText(known);
            page.endText();
        });
    }

    private String known(String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints().forEach(point -> {
            String letter = Character.toString(point);
            try {
                font.encode(letter);
                known.append(letter);
            } catch (IllegalArgumentException | IOException e) {
                known.append('?');
            }
        });
        return known.toString();
    }

    @Override
    public void begin(String part, String series) {
        // Paper has no series to switch off.
    }

    @Override
    public void end() {
        // See begin.
    }
}
