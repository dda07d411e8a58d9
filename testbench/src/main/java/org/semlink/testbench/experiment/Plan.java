// SPDX-License-Identifier: Apache-2.0
package org.semlink.testbench.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.semlink.common.Seeds;
import org.semlink.radio.RadioSpec;

/**
 * The trials of an experiment by number.
 *
 * <p>A point is one combination of everything but picture and repetition; there are P of them. The k-th trial of point p has the number
 * {@code k P + p}, the picture {@code k mod pictures} and the repetition {@code k div pictures}. {@link #order} walks the points of a round in
 * steps of about P divided by the golden ratio, so that any few of them in a row lie all over the grid.
 */
final class Plan {

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final Experiment experiment;
    private final int points;
    private final int stride;

    Plan(Experiment experiment) {
        this.experiment = experiment;
        this.points = Math.toIntExact((long) experiment.schemes().size() * experiment.radios().size() * experiment.waveforms().size()
                * Math.max(1, experiment.levels().size()) * experiment.calibrations().size());
        int step = Math.max(1, (int) Math.round(points * GOLDEN));
        while (gcd(step, points) != 1) {
            step++;
        }
        this.stride = step;
    }

    /**
     * One trial.
     *
     * @param number      in the plan
     * @param scheme      of the trial
     * @param radio       its string, with the level
     * @param waveform    its string
     * @param calibration file or {@value Experiment#NONE}
     * @param picture     to send
     * @param seed        of everything random in it
     * @param axes        where it lies in the grid
     */
    record Trial(long number, Scheme scheme, String radio, String waveform, String calibration, PictureFile picture, long seed,
            Map<String, String> axes) {
    }

    int points() {
        return points;
    }

    /** Trials if every point takes all that it may. */
    long most() {
        return (long) points * experiment.mostPerPoint();
    }

    /** Number of the {@code position}-th trial to run in rounds over all points. */
    long order(long position) {
        return position / points * points + position % points * stride % points;
    }

    int point(long number) {
        return (int) (number % points);
    }

    /** Which trial of its point it is. */
    int index(long number) {
        return (int) (number / points);
    }

    /** The axes of every point with every picture, without repetitions. */
    List<Map<String, String>> places() {
        List<Map<String, String>> places = new ArrayList<>();
        for (long number = 0; number < (long) points * Math.min(experiment.pictures().size(), experiment.mostPerPoint()); number++) {
            places.add(trial(number).axes());
        }
        return places;
    }

    /** Names of all axes, in order; a trial may lack those of another scheme. */
    List<String> axes() {
        Set<String> names = new LinkedHashSet<>();
        for (int point = 0; point < points; point++) {
            names.addAll(trial(point).axes().keySet());
        }
        List<String> last = List.of("calibration", "picture", "repetition");
        names.removeAll(last);
        names.addAll(last);
        return List.copyOf(names);
    }

    Trial trial(long number) {
        int rest = point(number);
        String calibration = pick(experiment.calibrations(), rest);
        rest /= experiment.calibrations().size();
        String level = experiment.levels().isEmpty() ? "" : pick(experiment.levels(), rest);
        rest /= Math.max(1, experiment.levels().size());
        String waveform = pick(experiment.waveforms(), rest);
        rest /= experiment.waveforms().size();
        String radio = pick(experiment.radios(), rest);
        rest /= experiment.radios().size();
        Scheme scheme = experiment.schemes().get(rest);
        int index = index(number);
        PictureFile picture = pick(experiment.pictures(), index);
        int repetition = index / experiment.pictures().size();
        Map<String, String> axes = new LinkedHashMap<>();
        axes.put("scheme", scheme.name());
        axes.put("radio", radio);
        axes.put("waveform", waveform);
        if (!level.isEmpty()) {
            axes.put(experiment.levelOption().equals("snr") ? "snr_db" : "txgain_db", level);
        }
        axes.putAll(scheme.axes());
        axes.put("calibration", calibration);
        axes.put("picture", picture.name());
        axes.put("repetition", String.valueOf(repetition));
        String full = level.isEmpty() ? radio : RadioSpec.parse(radio).with(experiment.levelOption(), level).toString();
        return new Trial(number, scheme, full, waveform, calibration, picture, seed(picture, repetition), axes);
    }

    /** Every point sees the same noise and channels for a picture's repetition: differences between points are measured in pairs. */
    private long seed(PictureFile picture, int repetition) {
        return Seeds.child(Seeds.child(experiment.seed(), picture.name()), "repetition", repetition);
    }

    private static <T> T pick(List<T> list, int index) {
        return list.get(index % list.size());
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
