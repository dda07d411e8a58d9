// SPDX-License-Identifier: Apache-2.0
'use strict';

const BINS = 512;
const byId = id => document.getElementById(id);

function clock(seconds) {
  const s = Math.floor(seconds), two = n => String(n).padStart(2, '0');
  return s < 3600 ? Math.floor(s / 60) + ':' + two(s % 60) : Math.floor(s / 3600) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60);
}

const plots = {
  snr: new LinePlot('snr', {least: 2, leastX: 10, dots: true, unit: clock}),
  timestep: new LinePlot('timestep', {least: 20, leastX: 10, colour: 'second', dots: true, unit: clock}),
  spectrum: new LinePlot('spectrum', {range: levels => [floor, floor + range], unit: khz => khz + ' kHz'}),
  constellation: new Constellation('constellation'),
  waterfall: new Waterfall('waterfall', BINS, 120)
};
/** Lowest level shown and the room above it, dB: they follow the spectrum slowly, so that colours keep their meaning. */
let floor = NaN, range = 60;

function status(state, text) {
  byId('status').dataset.state = state;
  byId('status').textContent = text;
}

function list(id, entries) {
  byId(id).replaceChildren(...entries.flatMap(([name, value]) => {
    const term = document.createElement('dt'), detail = document.createElement('dd');
    term.textContent = name;
    detail.textContent = value;
    return [term, detail];
  }));
}

function series(name, news, digits, unit) {
  if (!news) {
    return;
  }
  const plot = plots[name];
  plot.x.length = plot.y.length = news.from;
  plot.x.push(...news.seconds);
  plot.y.push(...news.values);
  byId(name + '-now').textContent = plot.y[plot.y.length - 1].toFixed(digits) + unit;
  plot.redraw();
}

function spectrum(news) {
  const levels = news.tenths_db.map(t => t / 10);
  const sorted = [...levels].sort((a, b) => a - b);
  const low = sorted[BINS >> 4] - 10, high = sorted[BINS - 1] + 5;
  if (Number.isNaN(floor)) {
    floor = low;
    range = Math.max(30, high - low);
  }
  floor += 0.05 * (low - floor);
  range += 0.05 * (Math.max(30, high - floor) - range);
  plots.spectrum.x = levels.map((v, k) => (k - BINS / 2) * news.rate_hz / BINS / 1e3);
  plots.spectrum.y = levels;
  plots.spectrum.redraw();
  plots.waterfall.add(news.tenths_db, floor, floor + range);
}

/** Asks for the newest version when the one before has come, so that a slow line skips versions and never queues them. */
class Picture {
  constructor(place) {
    this.place = place;
    this.image = byId(place);
    this.busy = false;
    this.wanted = this.got = 0;
    this.image.addEventListener('load', () => {
      this.image.hidden = false;
      this.settled();
    });
    this.image.addEventListener('error', () => this.settled());
  }

  settled() {
    this.busy = false;
    this.fetch();
  }

  show(news) {
    this.wanted = news.version;
    this.image.nextElementSibling.textContent = news.caption;
    this.image.alt = news.caption;
    this.fetch();
  }

  fetch() {
    if (!this.busy && this.wanted !== this.got) {
      this.busy = true;
      this.got = this.wanted;
      this.image.src = 'picture/' + this.place + '?v=' + this.wanted + '-' + connection;
    }
  }

  /** Another run counts its versions from the beginning. */
  reset() {
    this.wanted = this.got = 0;
  }
}

const pictures = Object.fromEntries(['arriving', 'received', 'denoised'].map(place => [place, new Picture(place)]));
let connection = 0;
/** Messages taken, for whoever wants to know that the page is alive. */
window.messages = 0;

function take(news) {
  window.messages++;
  if (news.title !== undefined) {
    byId('title').textContent = byId('title').title = news.title;
    document.title = 'semlink ' + news.title;
  }
  byId('clock').textContent = clock(news.seconds);
  byId('doing').textContent = news.doing;
  series('snr', news.snr, 2, ' dB');
  series('timestep', news.timestep, 1, '');
  if (news.counts) {
    list('counts', Object.entries(news.counts).map(([name, value]) => [name, value.toLocaleString('en')]));
  }
  if (news.link) {
    list('link', [['SNR, dB', news.link.snr_db.toFixed(2)], ['carrier offset, Hz', news.link.cfo_hz.toFixed(1)],
      ['error vector, %', news.link.evm_percent.toFixed(1)], ['noise estimates', news.link.impairment_limited ? 'disagree' : 'agree']]);
  }
  if (news.constellation) {
    plots.constellation.points = news.constellation;
    plots.constellation.redraw();
  }
  if (news.spectrum) {
    spectrum(news.spectrum);
  }
  for (const [place, picture] of Object.entries(news.pictures || {})) {
    pictures[place].show(picture);
  }
}

function connect() {
  const events = new EventSource('events');
  events.onopen = () => {
    connection++;
    Object.values(pictures).forEach(picture => picture.reset());
    status('running', 'running');
  };
  events.onmessage = message => take(JSON.parse(message.data));
  events.addEventListener('end', message => {
    events.close();
    status(message.data === 'done' ? 'done' : 'failed', message.data);
    byId('doing').textContent = 'the run is over; this page stays as it is';
  });
  events.onerror = () => {
    status('lost', 'connection lost, trying again');
    // The browser itself tries again unless it was refused.
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(connect, 2000);
    }
  };
}

connect();
