// SPDX-License-Identifier: Apache-2.0
'use strict';

/** A canvas in CSS pixels, redrawn when it is asked to, resized, or the colours change; at most once a frame. */
class Plot {
  constructor(id) {
    this.canvas = document.getElementById(id);
    this.pending = false;
    new ResizeObserver(() => this.redraw()).observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
  }

  redraw() {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => {
        this.pending = false;
        this.prepare();
      });
    }
  }

  prepare() {
    const ratio = window.devicePixelRatio || 1;
    this.width = this.canvas.clientWidth;
    this.height = this.canvas.clientHeight;
    const width = Math.max(1, Math.round(this.width * ratio));
    const height = Math.max(1, Math.round(this.height * ratio));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const g = this.canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, this.width, this.height);
    g.font = '11px system-ui, sans-serif';
    this.draw(g);
  }

  colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }
}

/** Round numbers between two others, about one for every `room` of `pixels`. */
function ticks(low, high, pixels, room) {
  const least = (high - low) * room / Math.max(room, pixels);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map(m => m * power).find(s => s >= least * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high + 1e-9 * step; k++) {
    found.push(Number((k * step).toPrecision(12)));
  }
  return found;
}

/** A line of points x, y with axes. */
class LinePlot extends Plot {
  constructor(id, options) {
    super(id);
    this.x = [];
    this.y = [];
    this.options = Object.assign({colour: 'line', least: 1, dots: false, unit: String}, options);
  }

  draw(g) {
    const {x, y} = this;
    if (x.length === 0) {
      g.fillStyle = this.colour('faint');
      g.fillText(this.options.empty || 'nothing yet', 8, 18);
      return;
    }
    const left = 40, right = this.width - 6, top = 6, bottom = this.height - 18;
    let [low, high] = this.options.range ? this.options.range(y) : span(y, this.options.least);
    const from = x[0], to = Math.max(x[x.length - 1], from + (this.options.leastX || 1));
    const px = v => left + (v - from) / (to - from) * (right - left);
    const py = v => bottom - (v - low) / (high - low) * (bottom - top);
    g.lineWidth = 1;
    g.strokeStyle = this.colour('grid');
    g.fillStyle = this.colour('faint');
    g.textBaseline = 'middle';
    g.textAlign = 'right';
    for (const t of ticks(low, high, bottom - top, 30)) {
      g.beginPath();
      g.moveTo(left, py(t));
      g.lineTo(right, py(t));
      g.stroke();
      g.fillText(String(t), left - 5, py(t));
    }
    g.textBaseline = 'top';
    g.textAlign = 'center';
    for (const t of ticks(from, to, right - left, 80)) {
      const text = this.options.unit(t);
      g.fillText(text, Math.min(px(t), this.width - g.measureText(text).width / 2), bottom + 4);
    }
    g.save();
    g.beginPath();
    g.rect(left, top - 2, right - left + 4, bottom - top + 4);
    g.clip();
    g.strokeStyle = g.fillStyle = this.colour(this.options.colour);
    g.lineWidth = 1.5;
    g.lineJoin = 'round';
    g.beginPath();
    x.forEach((v, i) => g.lineTo(px(v), py(y[i])));
    g.stroke();
    if (this.options.dots && x.length < 200) {
      x.forEach((v, i) => {
        g.beginPath();
        g.arc(px(v), py(y[i]), 2.5, 0, 7);
        g.fill();
      });
    }
    g.restore();
  }
}

/** Ends of an axis that holds all values and is at least so long. */
function span(values, least) {
  let low = Infinity, high = -Infinity;
  for (const v of values) {
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  const room = Math.max(least - (high - low), 0.1 * (high - low)) / 2;
  return [low - room, high + room];
}

/** Symbols as dots over the unit circle's power. */
class Constellation extends Plot {
  constructor(id) {
    super(id);
    this.points = [];
  }

  draw(g) {
    const side = 3, middle = [this.width / 2, this.height / 2], scale = Math.min(this.width, this.height) / 2 / side;
    g.strokeStyle = this.colour('grid');
    g.fillStyle = this.colour('faint');
    for (let r = 1; r < side; r++) {
      g.beginPath();
      g.arc(middle[0], middle[1], r * scale, 0, 7);
      g.stroke();
    }
    g.beginPath();
    g.moveTo(0, middle[1]);
    g.lineTo(this.width, middle[1]);
    g.moveTo(middle[0], 0);
    g.lineTo(middle[0], this.height);
    g.stroke();
    g.fillText(this.points.length ? '1' : 'nothing yet', this.points.length ? middle[0] + scale + 3 : 8, this.points.length ? middle[1] - 4 : 18);
    g.fillStyle = this.colour('line');
    g.globalAlpha = 0.6;
    for (let i = 0; i < this.points.length; i += 2) {
      g.fillRect(middle[0] + this.points[i] / 100 * scale - 1, middle[1] - this.points[i + 1] / 100 * scale - 1, 2, 2);
    }
    g.globalAlpha = 1;
  }
}

/** Spectra one over the other, the newest on top; colours from dark over red to pale, by level. */
class Waterfall extends Plot {
  constructor(id, bins, rows) {
    super(id);
    this.past = document.createElement('canvas');
    this.past.width = bins;
    this.past.height = rows;
    this.row = this.past.getContext('2d').createImageData(bins, 1);
    this.any = false;
  }

  add(tenths, low, high) {
    const g = this.past.getContext('2d');
    g.drawImage(this.past, 0, 0, this.past.width, this.past.height - 1, 0, 1, this.past.width, this.past.height - 1);
    tenths.forEach((level, k) => {
      const v = Math.min(1, Math.max(0, (level / 10 - low) / (high - low)));
      this.row.data.set([255 * Math.min(1, 2.2 * v), 255 * Math.max(0, 1.6 * v - 0.6), 255 * Math.max(0.25 * (1 - v), 4 * v - 3.1), 255], 4 * k);
    });
    g.putImageData(this.row, 0, 0);
    this.any = true;
    this.redraw();
  }

  draw(g) {
    if (!this.any) {
      g.fillStyle = this.colour('faint');
      g.fillText('nothing yet', 8, 18);
      return;
    }
    g.imageSmoothingEnabled = false;
    g.drawImage(this.past, 40, 0, this.width - 46, this.height);
  }
}
