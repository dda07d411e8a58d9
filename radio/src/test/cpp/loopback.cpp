// SPDX-License-Identifier: Apache-2.0
//
// A SoapySDR device whose transmitter is heard by its receiver, for tests of the binding through the real library.
//
// Arguments: air=NAME (devices with one name share one air), hwtime=false (no hardware time), duplex=half, mtu=N, native=CS8|CS16,
// partial=true (odd transfer sizes), partial=one (one sample a write), delay=MS (make takes that long), search=MS (so does the search),
// lock=FILE (one process at a time), stamps=N (only every Nth read has a time), ballast=N (that much text in its information), wrongrate=FACTOR, wrongtune=HZ (what is read back).
// Settings: noise (variance per sample), cfo (Hz), clock (ns, moves the device's clock), fault. Faults of the next transfers: timeout:N,
// overflow:SAMPLES, late:N, underflow:N, throw:N, error:N, corrupt:N and empty:N (reads), writeerror:N, storm:N (every second read overflows); calls
// that do not return for MS, holding the device's lock meanwhile: activate-hang:MS, read-hang:MS, write-hang:MS, close-hang:MS.
// Gains are kept but change no level.
//
// The clock of an air counts the samples received from it, so a slow reader slows the device down instead of losing samples: what is
// lost or late is only what a test asks for. Reads are held back to real time. Without a running receiver the clock is real time.
// The file named by LOOPBACK_LOG, if any, gets a line for each stream and device made and ended.

#include <SoapySDR/Device.hpp>
#include <SoapySDR/Formats.hpp>
#include <SoapySDR/Registry.hpp>
#include "air.hpp"
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

struct LoopStream { int direction; std::string format; };

class Loopback : public SoapySDR::Device {
    std::shared_ptr<Air> air;
    bool timed, half;
    size_t mtu, ballast, stamps, reads = 0;
    double wrongRate, wrongTune;
    std::string partial;
    int lockFile = -1;
    std::string native, antenna[2] = {"TX", "RX"}, clock = "internal";
    double frequency[2] = {1e9, 1e9}, bandwidth[2] = {1e6, 1e6}, ppm[2] = {0, 0};
    std::map<std::string, double> gains[2] = {{{"VGA", 0}, {"AMP", 0}}, {{"LNA", 0}, {"VGA", 0}, {"AMP", 0}}};
    bool automaticDc[2] = {false, false}, automaticGain = false;
    std::complex<double> dc[2], iq[2];
    double masterClock = 40e6, referenceClock = 10e6;
    long long commandTimeNs = 0;
    std::string timeSource = "internal", mapping = "A:0", led = "off", tuneArgs;
    int opened = 0;
    static std::string get(const SoapySDR::Kwargs &args, const std::string &key, const std::string &other) {
        return args.count(key) ? args.at(key) : other;
    }
    size_t some(size_t n) { return partial == "true" && n > 1 ? 1 + air->random() % n : n; }
public:
    explicit Loopback(const SoapySDR::Kwargs &args)
        : air(airOf(get(args, "air", "default"))), timed(get(args, "hwtime", "true") == "true"), half(get(args, "duplex", "full") == "half"),
          mtu(std::stoul(get(args, "mtu", "1024"))), ballast(std::stoul(get(args, "ballast", "0"))), stamps(std::stoul(get(args, "stamps", "1"))),
          wrongRate(std::stod(get(args, "wrongrate", "1"))), wrongTune(std::stod(get(args, "wrongtune", "0"))),
          partial(get(args, "partial", "false")), native(get(args, "native", "CS16")) {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::stol(get(args, "delay", "0"))));
        if (args.count("lock")) {
            lockFile = open(args.at("lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
            if (flock(lockFile, LOCK_EX | LOCK_NB) != 0) {
                ::close(lockFile);
                throw std::runtime_error("device is busy: another program has it open");
            }
        }
        note("make");
    }
    ~Loopback() {
        if (lockFile >= 0) ::close(lockFile);
        note("unmake");
    }
    std::string getDriverKey() const override { return "loopback"; }
    std::string getHardwareKey() const override { return "test loopback"; }
    SoapySDR::Kwargs getHardwareInfo() const override { return {{"ballast", std::string(ballast, '7')}, {"name", "Schleife \xc3\xa4"}}; }
    size_t getNumChannels(const int) const override { return 1; }
    bool getFullDuplex(const int, const size_t) const override { return !half; }
    std::vector<std::string> getStreamFormats(const int, const size_t) const override { return {"CF32", "CS16", "CS8"}; }
    std::string getNativeStreamFormat(const int, const size_t, double &fullScale) const override {
        fullScale = native == "CS8" ? 128 : 32768;
        return native;
    }
    SoapySDR::ArgInfoList getStreamArgsInfo(const int, const size_t) const override {
        SoapySDR::ArgInfo info;
        info.key = "buffers"; info.value = "8"; info.description = "number of buffers"; info.units = "buffers"; info.options = {"8", "16"};
        info.optionNames = {"few", "many"};         // without names SoapySDR 0.8.1 loses the options (and leaks them)
        return {info};
    }
    std::vector<std::string> listAntennas(const int d, const size_t) const override {
        return d == SOAPY_SDR_TX ? std::vector<std::string>{"TX"} : std::vector<std::string>{"RX", "TX/RX"};
    }
    void setAntenna(const int d, const size_t, const std::string &name) override { antenna[d] = name; }
    std::string getAntenna(const int d, const size_t) const override { return antenna[d]; }
    bool hasDCOffsetMode(const int, const size_t) const override { return true; }
    void setDCOffsetMode(const int d, const size_t, const bool automatic) override { automaticDc[d] = automatic; }
    bool getDCOffsetMode(const int d, const size_t) const override { return automaticDc[d]; }
    bool hasDCOffset(const int, const size_t) const override { return true; }
    void setDCOffset(const int d, const size_t, const std::complex<double> &value) override { dc[d] = value; }
    std::complex<double> getDCOffset(const int d, const size_t) const override { return dc[d]; }
    bool hasIQBalance(const int, const size_t) const override { return true; }
    void setIQBalance(const int d, const size_t, const std::complex<double> &value) override { iq[d] = value; }
    std::complex<double> getIQBalance(const int d, const size_t) const override { return iq[d]; }
    bool hasGainMode(const int d, const size_t) const override { return d == SOAPY_SDR_RX; }
    void setGainMode(const int, const size_t, const bool automatic) override { automaticGain = automatic; }
    bool getGainMode(const int, const size_t) const override { return automaticGain; }
    void setFrontendMapping(const int, const std::string &value) override { mapping = value; }
    std::string getFrontendMapping(const int) const override { return mapping; }
    SoapySDR::Kwargs getChannelInfo(const int, const size_t) const override { return {{"board", "front end"}}; }
    void setMasterClockRate(const double hz) override { masterClock = hz; }
    double getMasterClockRate() const override { return masterClock; }
    SoapySDR::RangeList getMasterClockRates() const override { return {{10e6, 61.44e6}}; }
    void setReferenceClockRate(const double hz) override { referenceClock = hz; }
    double getReferenceClockRate() const override { return referenceClock; }
    SoapySDR::RangeList getReferenceClockRates() const override { return {{10e6, 10e6}, {20e6, 20e6}}; }
    std::vector<std::string> listTimeSources() const override { return {"internal", "gpsdo"}; }
    void setTimeSource(const std::string &source) override { timeSource = source; }
    std::string getTimeSource() const override { return timeSource; }
    void setHardwareTime(const long long ns, const std::string &) override {
        std::lock_guard<std::mutex> lock(air->mutex);
        air->epochNs = ns - std::llround(air->now() * 1e9 / air->rate);
    }
    void setCommandTime(const long long ns, const std::string &) override { commandTimeNs = ns; }
    static SoapySDR::ArgInfo described(const std::string &key, const std::string &text, const std::string &units) {
        SoapySDR::ArgInfo info;
        info.key = key; info.description = text; info.units = units;
        return info;
    }
    SoapySDR::ArgInfoList getFrequencyArgsInfo(const int, const size_t) const override { return {described("OFFSET", "offset of the oscillator", "Hz")}; }
    SoapySDR::ArgInfo getSensorInfo(const std::string &key) const override { return described(key, "whether the reference is locked", "bool"); }
    std::vector<std::string> listSensors(const int, const size_t) const override { return {"rssi"}; }
    SoapySDR::ArgInfo getSensorInfo(const int, const size_t, const std::string &key) const override { return described(key, "received level", "dB"); }
    std::string readSensor(const int, const size_t, const std::string &) const override { return "-71.5"; }
    SoapySDR::ArgInfoList getSettingInfo() const override { return {described("noise", "variance per sample", "")}; }
    SoapySDR::ArgInfoList getSettingInfo(const int, const size_t) const override { return {described("led", "light of this channel", "")}; }
    void writeSetting(const int, const size_t, const std::string &, const std::string &value) override { led = value; }
    std::string readSetting(const int, const size_t, const std::string &key) const override { return key == "tune" ? tuneArgs : led; }
    bool hasFrequencyCorrection(const int, const size_t) const override { return true; }
    void setFrequencyCorrection(const int d, const size_t, const double value) override { ppm[d] = value; }
    double getFrequencyCorrection(const int d, const size_t) const override { return ppm[d]; }
    std::vector<std::string> listGains(const int d, const size_t) const override {
        return d == SOAPY_SDR_TX ? std::vector<std::string>{"VGA", "AMP"} : std::vector<std::string>{"LNA", "VGA", "AMP"};
    }
    using SoapySDR::Device::setGain;
    using SoapySDR::Device::getGain;
    using SoapySDR::Device::getGainRange;
    using SoapySDR::Device::getFrequencyRange;
    void setGain(const int d, const size_t, const std::string &name, const double value) override { gains[d][name] = std::floor(value); }
    double getGain(const int d, const size_t, const std::string &name) const override { return gains[d].at(name); }
    SoapySDR::Range getGainRange(const int, const size_t, const std::string &name) const override {
        return name == "AMP" ? SoapySDR::Range(0, 14, 14) : SoapySDR::Range(0, 40, 1);
    }
    std::vector<std::string> listFrequencies(const int, const size_t) const override { return {"RF"}; }
    void setFrequency(const int d, const size_t, const std::string &, const double hz, const SoapySDR::Kwargs &args) override {
        frequency[d] = hz;
        tuneArgs = SoapySDR::KwargsToString(args);
    }
    double getFrequency(const int d, const size_t, const std::string &) const override { return frequency[d] + wrongTune; }
    SoapySDR::RangeList getFrequencyRange(const int, const size_t, const std::string &) const override { return {{1e6, 6e9}}; }
    void setSampleRate(const int, const size_t, const double rate) override { std::lock_guard<std::mutex> l(air->mutex); air->rate = rate; }
    double getSampleRate(const int, const size_t) const override { return air->rate * wrongRate; }
    SoapySDR::RangeList getSampleRateRange(const int, const size_t) const override { return {{1e3, 20e6}}; }
    void setBandwidth(const int d, const size_t, const double hz) override { bandwidth[d] = hz; }
    double getBandwidth(const int d, const size_t) const override { return bandwidth[d]; }
    std::vector<std::string> listClockSources() const override { return {"internal", "external"}; }
    void setClockSource(const std::string &source) override { clock = source; }
    std::string getClockSource() const override { return clock; }
    bool hasHardwareTime(const std::string &) const override { return timed; }
    long long getHardwareTime(const std::string &) const override {
        std::lock_guard<std::mutex> lock(air->mutex);
        return air->epochNs + std::llround(air->now() * 1e9 / air->rate);
    }
    std::vector<std::string> listSensors() const override { return {"clock_locked"}; }
    std::string readSensor(const std::string &key) const override {
        if (key != "clock_locked") throw std::runtime_error("no sensor " + key);
        return "true";
    }
    void writeSetting(const std::string &key, const std::string &value) override {
        std::lock_guard<std::mutex> lock(air->mutex);
        if (key == "noise") air->noise = std::stod(value);
        else if (key == "cfo") air->cfo = std::stod(value);
        else if (key == "clock") air->epochNs += std::stoll(value);
        else if (key == "fault") air->faults[value.substr(0, value.find(':'))] = std::stoll(value.substr(value.find(':') + 1));
        else throw std::runtime_error("no setting " + key);
    }
    std::string readSetting(const std::string &key) const override {
        return key == "noise" ? std::to_string(air->noise) : key == "command-time" ? std::to_string(commandTimeNs) : SoapySDR::Device::readSetting(key);
    }

    SoapySDR::Stream *setupStream(const int d, const std::string &format, const std::vector<size_t> &, const SoapySDR::Kwargs &) override {
        if (half && opened++ > 0) throw std::runtime_error("half duplex: one stream at a time");
        return (SoapySDR::Stream *)new LoopStream{d, format};
    }
    void closeStream(SoapySDR::Stream *stream) override {
        opened--;
        note(((LoopStream *)stream)->direction == SOAPY_SDR_TX ? "close TX" : "close RX");
        delete (LoopStream *)stream;
    }
    size_t getStreamMTU(SoapySDR::Stream *) const override { return mtu; }
    int activateStream(SoapySDR::Stream *stream, const int, const long long, const size_t) override {
        return active((LoopStream *)stream, true);
    }
    int deactivateStream(SoapySDR::Stream *stream, const int, const long long) override { return active((LoopStream *)stream, false); }
    int active(LoopStream *stream, bool on) {
        note(std::string(on ? "activate " : "deactivate ") + (stream->direction == SOAPY_SDR_TX ? "TX" : "RX"));
        std::lock_guard<std::mutex> lock(air->mutex);
        air->hang(on ? "activate-hang" : "close-hang");
        air->now();
        if (stream->direction == SOAPY_SDR_RX) {
            air->receiving = on;
            air->started = Clock::now() - std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(air->head / air->rate));
        } else if (!on) {                           // the transmitter falls silent now, whatever is queued
            for (Stretch &s : air->onAir) s.samples.resize(std::max(0LL, std::min((long long)s.samples.size(), air->head - s.start)));
            air->inBurst = false;
        }
        return 0;
    }
    // Waits, unlocked, until `ready`; false when the time is over first.
    template <typename Ready> bool wait(std::unique_lock<std::mutex> &lock, long timeoutUs, Ready ready) {
        Clock::time_point end = Clock::now() + std::chrono::microseconds(timeoutUs);
        while (!ready()) {
            if (Clock::now() >= end) return false;
            lock.unlock();
            std::this_thread::sleep_for(std::chrono::microseconds(500));
            lock.lock();
        }
        return true;
    }
    int readStream(SoapySDR::Stream *stream, void *const *buffs, const size_t count, int &flags, long long &timeNs, const long timeoutUs) override {
        std::unique_lock<std::mutex> lock(air->mutex);
        size_t n = some(std::min(count, mtu));
        flags = 0;
        air->hang("read-hang");
        if (air->fault("error")) return SOAPY_SDR_STREAM_ERROR;
        if (air->fault("corrupt")) return SOAPY_SDR_CORRUPTION;
        if (air->fault("empty")) return 0;
        if (air->faults["storm"] > 0 && air->faults["storm"]-- % 2 == 0) {
            air->head += n;
            return SOAPY_SDR_OVERFLOW;
        }
        if (air->fault("throw")) throw std::runtime_error("cable pulled");
        if (air->fault("timeout") || !wait(lock, timeoutUs, [&] { return air->receiving && air->due() >= air->head + (long long)n; })) return SOAPY_SDR_TIMEOUT;
        if (air->faults["overflow"] > 0) {
            air->head += air->faults["overflow"];
            air->faults["overflow"] = 0;
            return SOAPY_SDR_OVERFLOW;
        }
        if (timed && reads++ % stamps == 0) { flags = SOAPY_SDR_HAS_TIME; timeNs = air->epochNs + std::llround(air->head * 1e9 / air->rate); }
        std::vector<Sample> x(n);
        std::normal_distribution<float> gaussian(0, (float)std::sqrt(air->noise / 2));
        if (air->noise > 0) for (Sample &s : x) s = Sample(gaussian(air->random), gaussian(air->random));
        for (const Stretch &s : air->onAir)
            for (long long i = std::max(air->head, s.start), end = std::min(air->head + (long long)n, s.start + (long long)s.samples.size()); i < end; i++)
                x[i - air->head] += s.samples[i - s.start] * (Sample)std::polar(1.0, 2 * M_PI * air->cfo / air->rate * (double)i);
        air->head += n;
        while (!air->onAir.empty() && air->onAir.front().start + (long long)air->onAir.front().samples.size() <= air->head) air->onAir.pop_front();
        store(((LoopStream *)stream)->format, (const float *)x.data(), buffs[0], 2 * n);
        return (int)n;
    }
    int writeStream(SoapySDR::Stream *stream, const void *const *buffs, const size_t count, int &flags, const long long timeNs, const long timeoutUs) override {
        std::unique_lock<std::mutex> lock(air->mutex);
        size_t n = partial == "one" ? 1 : some(std::min(count, mtu));
        long long ahead = (long long)(air->rate / 2);
        air->hang("write-hang");
        if (air->fault("writeerror")) return SOAPY_SDR_STREAM_ERROR;
        if (air->inBurst && !wait(lock, timeoutUs, [&] { return air->transmitted < air->now() + ahead; })) return SOAPY_SDR_TIMEOUT;
        if (!air->inBurst) {
            long long left = air->transmitted;      // a converter sends one thing at a time
            air->transmitted = (flags & SOAPY_SDR_HAS_TIME) ? std::llround((timeNs - air->epochNs) * air->rate / 1e9) : std::max(left, air->now() + (long long)(air->rate / 50));
            if (air->transmitted < std::max(left, air->now()) || air->fault("late")) {
                air->events.push_back({SOAPY_SDR_TIME_ERROR, 0});
                air->transmitted = -(1LL << 60);    // the burst is dropped
            }
            air->inBurst = true;
        }
        if (air->transmitted >= 0 && (air->transmitted < air->now() || air->fault("underflow"))) {
            air->events.push_back({SOAPY_SDR_UNDERFLOW, 0});
            air->transmitted = std::max(air->transmitted, air->now());
        }
        Stretch s{air->transmitted, std::vector<Sample>(n)};
        load(((LoopStream *)stream)->format, buffs[0], (float *)s.samples.data(), 2 * n);
        air->onAir.push_back(s);
        air->transmitted += n;
        if ((flags & SOAPY_SDR_END_BURST) && n == count) air->inBurst = false;
        return (int)n;
    }
    int readStreamStatus(SoapySDR::Stream *stream, size_t &, int &flags, long long &, const long timeoutUs) override {
        std::unique_lock<std::mutex> lock(air->mutex);
        if (((LoopStream *)stream)->direction == SOAPY_SDR_RX) return SOAPY_SDR_NOT_SUPPORTED;
        if (!wait(lock, timeoutUs, [&] { return !air->events.empty(); })) return SOAPY_SDR_TIMEOUT;
        Event event = air->events.front();
        air->events.pop_front();
        flags = event.flags;
        return event.code;
    }
    static float level(float v, float scale) { return std::max(-scale, std::min(scale - 1, std::round(v * scale))); }
    static void store(const std::string &format, const float *from, void *to, size_t n) {
        for (size_t i = 0; i < n; i++) {
            if (format == "CF32") ((float *)to)[i] = from[i];
            else if (format == "CS16") ((int16_t *)to)[i] = (int16_t)level(from[i], 32768);
            else ((int8_t *)to)[i] = (int8_t)level(from[i], 128);
        }
    }
    static void load(const std::string &format, const void *from, float *to, size_t n) {
        for (size_t i = 0; i < n; i++)
            to[i] = format == "CF32" ? ((const float *)from)[i] : format == "CS16" ? ((const int16_t *)from)[i] / 32768.f : ((const int8_t *)from)[i] / 128.f;
    }
};

static SoapySDR::KwargsList find(const SoapySDR::Kwargs &args) {
    if (args.count("search")) std::this_thread::sleep_for(std::chrono::milliseconds(std::stol(args.at("search"))));
    SoapySDR::Kwargs found = args;
    found["driver"] = "loopback";
    found["label"] = "test loopback";
    return {found};
}

static SoapySDR::Device *make(const SoapySDR::Kwargs &args) { return new Loopback(args); }

static SoapySDR::Registry registration("loopback", &find, &make, SOAPY_SDR_ABI_VERSION);
