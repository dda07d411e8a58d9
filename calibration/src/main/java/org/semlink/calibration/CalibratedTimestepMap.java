// SPDX-License-Identifier: Apache-2.0
package org.semlink.calibration;

import java.util.Optional;
import org.semlink.common.Snr;
import org.semlink.diffusion.schedule.NoiseSchedule;

/**
 * The analytic map with what was measured laid over it: first the link's correction of the SNR estimate, then the receiver's choice of
 * what to tell the network, each where there is one.
 *
 * <p>Outside the measured range both go on with the correction of their edge, that is with the analytic map shifted: continuous, rising,
 * and said in the choice.
 */
public final class CalibratedTimestepMap implements TimestepMap {

    private final String name;
    private final NoiseSchedule schedule;
    private final Optional<LinkCalibration> link;
    private final Optional<ReceiverCalibration> receiver;

    /** @param name how results call it, for example the calibration's file name */
    public CalibratedTimestepMap(String name, NoiseSchedule schedule, Optional<LinkCalibration> link, Optional<ReceiverCalibration> receiver) {
        this.name = name;
        this.schedule = schedule;
        this.link = link;
        this.receiver = receiver;
    }

    @Override
    public TimestepChoice choose(double estimatedSnr) {
        TimestepChoice choice = chooseFor(link.isEmpty() ? estimatedSnr : link.get().snr(estimatedSnr));
        boolean outside = choice.extrapolated() || link.isPresent() && !link.get().covers(estimatedSnr);
        return new TimestepChoice(choice.snr(), choice.toldSnr(), choice.timestep(), outside);
    }

    @Override
    public TimestepChoice chooseFor(double realSnr) {
        double snrDb = Snr.toDb(realSnr);
        double told = receiver.isEmpty() ? realSnr : Snr.fromDb(receiver.get().told().value(snrDb));
        return new TimestepChoice(realSnr, told, schedule.timestep(told), receiver.isPresent() && !receiver.get().told().covers(snrDb));
    }

    @Override
    public double flatShare(double estimatedSnr) {
        return link.isEmpty() ? 0 : link.get().flat().share(estimatedSnr);
    }

    @Override
    public String name() {
        return name;
    }
}
