// SPDX-License-Identifier: Apache-2.0
//
// The air between the devices of loopback.cpp: what is in it, what time it is, and which faults are asked for.

#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;
typedef std::complex<float> Sample;

static void note(const std::string &line) {
    const char *file = std::getenv("LOOPBACK_LOG");
    if (file == nullptr) return;
    if (FILE *log = std::fopen(file, "a")) {
        std::fprintf(log, "%s\n", line.c_str());
        std::fclose(log);
    }
}

struct Stretch { long long start; std::vector<Sample> samples; };
struct Event { int code; int flags; };

struct Air {
    std::mutex mutex;
    double rate = 1e6, noise = 0, cfo = 0;
    long long epochNs = 0;              // what the device's clock shows when the air begins
    long long head = 0;                 // samples received so far: the clock
    long long transmitted = 0;          // where the transmitter goes on
    bool inBurst = false, receiving = false;
    std::deque<Stretch> onAir;
    std::deque<Event> events;
    std::map<std::string, long long> faults;
    std::mt19937 random{1};
    Clock::time_point started = Clock::now();
    long long due() const { return (long long)(std::chrono::duration<double>(Clock::now() - started).count() * rate); }
    long long now() { if (!receiving) head = std::max(head, due()); return head; }
    bool fault(const std::string &name) { return faults[name] > 0 && faults[name]-- > 0; }
    void hang(const std::string &name) {
        long long ms = faults[name];
        faults[name] = 0;
        if (ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(ms));
    }
};

static std::shared_ptr<Air> airOf(const std::string &name) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<Air>> airs;
    std::lock_guard<std::mutex> lock(mutex);
    std::shared_ptr<Air> air = airs[name].lock();
    if (!air) airs[name] = air = std::make_shared<Air>();
    return air;
}

