// The recorder: strips over one time axis: batches in lanes, rate, latency and fetches in flight. Hatched where the upstream
// throttled. A cursor reads all of them at one instant.
import { h, s, text } from './dom.js';
import { clock, count, elapsed, millis, plural, rate as shownRate, span } from './format.js';

const LANE = 13;
const GAP = 3;
const CAPTION = 20;
const AXIS = 20;
const MOST_BARS = 3000;
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** The smallest round number that is not below n. */
function ceiling(n) {
  if (!(n > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].map((m) => m * power).find((m) => m >= n - 1e-9);
}

/** Puts each batch into the first lane that is free when it starts. */
function intoLanes(batches) {
  const ends = [];
  for (const batch of batches) {
    let lane = ends.findIndex((end) => end <= batch.start + 0.002);
    if (lane < 0) lane = ends.length;
    ends[lane] = batch.end;
    batch.lane = lane;
  }
  return Math.max(1, ends.length);
}

export class Strips {
  constructor() {
    this.svg = s('svg.strips', {
      tabindex: '0', role: 'slider', 'aria-label': 'Moment on the time axis', 'aria-valuemin': '0', 'aria-valuemax': '0', 'aria-valuenow': '0',
    });
    this.readout = h('p.readout', { 'aria-hidden': 'true' });
    this.element = h('div.recorder', this.svg, this.readout);
    this.cursor = null;
    this.width = 0;
    this.svg.addEventListener('pointermove', (e) => this.point(this.timeAt(e.clientX)));
    this.svg.addEventListener('pointerleave', () => this.point(null));
    this.svg.addEventListener('keydown', (e) => this.key(e));
    this.svg.addEventListener('blur', () => this.point(null));
    this.watch = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width !== this.width) {
        this.width = width;
        if (this.data) this.draw(this.data);
      }
    });
    this.watch.observe(this.element);
  }

  close() {
    this.watch.disconnect();
  }

  timeAt(clientX) {
    if (!this.data) return null;
    const x = clientX - this.svg.getBoundingClientRect().left;
    return Math.min(this.data.end, Math.max(0, (x / this.width) * this.data.end));
  }

  key(event) {
    if (!this.data) return;
    const step = this.data.end / (event.shiftKey ? 10 : 100);
    const at = this.cursor ?? this.data.end;
    const to = { ArrowLeft: at - step, ArrowRight: at + step, ArrowDown: at - step, ArrowUp: at + step, Home: 0, End: this.data.end }[event.key];
    if (event.key === 'Escape') this.point(null);
    else if (to !== undefined) this.point(Math.min(this.data.end, Math.max(0, to)));
    else return;
    event.preventDefault();
  }

  /** data: {origin, end, batches, rate, latency, inFlight, cap, throttled, seen}; times in seconds since origin. */
  draw(data) {
    this.data = data;
    if (!this.width) return;
    const width = this.width;
    const x = (t) => (data.end > 0 ? (t / data.end) * width : 0);
    const lanes = intoLanes(data.batches);
    const laneHeight = lanes > 10 ? 6 : lanes > 5 ? 9 : LANE;
    const children = [this.patterns()];
    let y = 0;

    const running = data.batches.filter((b) => b.running).length;
    y = this.caption(children, y, 'Batches', `${plural(data.batches.length, 'batch', 'batches')}${running ? `, ${running} running` : ''}`);
    this.bars(children, y, x, laneHeight);
    y += lanes * (laneHeight + GAP) + 8;

    const peak = Math.max(0, ...data.rate.map((p) => p[1]));
    y = this.caption(children, y, 'Rate', peak ? `peak ${shownRate(peak)} ids/s` : '');
    y = this.curve(children, y, 58, x, [['rate', data.rate, true]], ceiling(peak), (v) => `${count(v)}/s`);

    const slowest = Math.max(0, ...data.latency.map((p) => p[2]));
    y = this.caption(children, y, 'Latency', data.latency.length ? 'median and 95th percentile of each batch' : 'with the first finished batch');
    y = this.curve(children, y, 58, x, [
      ['p95', data.latency.map((p) => [p[0], p[2]]), false], ['p50', data.latency.map((p) => [p[0], p[1]]), false],
    ], ceiling(slowest), (v) => millis(v));

    const top = Math.max(data.cap, ...data.inFlight.map((p) => p[1])) * 1.08;
    y = this.caption(children, y, 'In flight', `${data.seen ? '' : 'reckoned from latencies, '}cap ${count(data.cap)}`);
    const capAt = y + 46 - (46 * data.cap) / top;
    y = this.curve(children, y, 46, x, [['flight', data.inFlight, true]], top, null);
    children.push(s('line.cap', { x1: 0, x2: width, y1: capAt, y2: capAt }));

    for (const [from, to] of data.throttled) {
      children.splice(1, 0, s('rect.hatch.band', { x: x(from), y: CAPTION, width: Math.max(2, x(to) - x(from)), height: y - CAPTION }));
    }
    this.axis(children, y, x);
    this.line = s('line.cursor', { y1: CAPTION, y2: y, x1: 0, x2: 0 });
    children.push(this.line);
    this.svg.setAttribute('viewBox', `0 0 ${width} ${y + AXIS}`);
    this.svg.setAttribute('height', y + AXIS);
    this.svg.replaceChildren(...children);
    this.point(this.cursor);
  }

  patterns() {
    return s('defs', null, s('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      s('rect.ground', { width: 6, height: 6 }), s('line', { x1: 0, y1: 0, x2: 0, y2: 6 })));
  }

  caption(children, y, name, note) {
    const last = this.width;
    children.push(s('text.name', { x: 0, y: y + 12 }, name), s('text.of', { x: last, y: y + 12, 'text-anchor': 'end' }, note));
    return y + CAPTION;
  }

  bars(children, y, x, height) {
    const { batches } = this.data;
    const step = Math.ceil(batches.length / MOST_BARS);
    const group = s('g.bars');
    batches.forEach((batch, i) => {
      if (i % step && !batch.failed) return;
      const left = x(batch.start);
      const width = Math.max(1, x(batch.end) - left - (batches.length < 400 ? 1 : 0));
      const top = y + batch.lane * (height + GAP);
      const state = batch.broken ? 'broken' : batch.running ? 'running' : 'done';
      const done = batch.count ? Math.min(1, (batch.fetched + batch.failed) / batch.count) : 1;
      group.append(s(`rect.${state}`, { x: left, y: top, width, height, rx: width > 4 ? 1.5 : 0 }));
      if (batch.running && done > 0) group.append(s('rect.part', { x: left, y: top, width: width * done, height, rx: width > 4 ? 1.5 : 0 }));
      if (batch.throttledWaits > 0 || batch.throttledUntil) group.append(s('rect.hatch', { x: left, y: top, width, height }));
      if (batch.failed > 0) {
        const share = Math.min(width, Math.max(2, (width * batch.failed) / Math.max(1, batch.count)));
        group.append(s('rect.lost', { x: left + width - share, y: top, width: share, height }));
      }
    });
    children.push(group);
  }

  curve(children, y, height, x, lines, top, label) {
    const base = y + height;
    const at = (v) => base - (height * Math.min(v, top)) / top;
    children.push(s('line.grid', { x1: 0, x2: this.width, y1: base, y2: base }));
    if (label) {
      children.push(s('line.grid', { x1: 0, x2: this.width, y1: y, y2: y }));
      children.push(s('text.of', { x: 0, y: y + 11 }, label(top)));
    }
    for (const [name, points, filled] of lines) {
      if (!points.length) continue;
      const path = points.map(([t, v], i) => `${i ? 'L' : 'M'}${x(t).toFixed(1)} ${at(v).toFixed(1)}`).join('');
      if (filled) children.push(s(`path.area.${name}`, { d: `${path}L${x(points.at(-1)[0]).toFixed(1)} ${base}L${x(points[0][0]).toFixed(1)} ${base}Z` }));
      children.push(s(`path.line.${name}`, { d: path }));
      if (points.length === 1) children.push(s(`circle.${name}`, { cx: x(points[0][0]), cy: at(points[0][1]), r: 2.5 }));
    }
    return base + 8;
  }

  axis(children, y, x) {
    const room = Math.max(2, Math.floor(this.width / 84));
    const step = STEPS.find((each) => this.data.end / each <= room) ?? 86400 * Math.ceil(this.data.end / 86400 / room);
    for (let t = 0; t <= this.data.end + 1e-9; t += step) {
      const anchor = t === 0 ? 'start' : x(t) > this.width - 24 ? 'end' : 'middle';
      children.push(s('line.tick', { x1: x(t), x2: x(t), y1: y - 4, y2: y }), s('text.of', { x: x(t), y: y + 13, 'text-anchor': anchor }, t === 0 ? '0' : elapsed(t)));
    }
  }

  point(t) {
    this.cursor = t;
    const { data } = this;
    if (!data || !this.line) return;
    const shown = t ?? data.end;
    const at = (shown / data.end) * this.width;
    this.line.toggleAttribute('hidden', t === null);
    this.line.setAttribute('x1', at);
    this.line.setAttribute('x2', at);
    const line = this.describe(shown);
    text(this.readout, t === null ? 'Point at the strips, or focus them and use the arrow keys, to read one moment.' : line);
    this.readout.dataset.idle = String(t === null);
    this.svg.setAttribute('aria-valuemax', data.end.toFixed(1));
    // While it is not being used, the cursor rests at the end without announcing every second.
    if (t !== null || !this.svg.hasAttribute('aria-valuetext')) {
      this.svg.setAttribute('aria-valuenow', shown.toFixed(1));
      this.svg.setAttribute('aria-valuetext', line);
    }
  }

  describe(t) {
    const { data } = this;
    const near = (points) => points.reduce((best, p) => (!best || Math.abs(p[0] - t) < Math.abs(best[0] - t) ? p : best), null);
    const parts = [`${elapsed(t)} in, at ${clock(data.origin + t * 1000)}`];
    const [speed, latency, flight] = [near(data.rate), near(data.latency), near(data.inFlight)];
    if (speed) parts.push(`${shownRate(speed[1])} ids/s`);
    if (latency) parts.push(`p50 ${millis(latency[1])}, p95 ${millis(latency[2])}`);
    if (flight) parts.push(`${data.seen ? '' : 'about '}${Math.round(flight[1])} of ${data.cap} in flight`);
    const here = data.batches.filter((b) => b.start <= t && b.end >= t).slice(0, 3);
    for (const b of here) {
      parts.push(`batch ${b.number} (${b.ids}): ${b.running ? 'running' : span(b.end - b.start)}${b.failed ? `, ${b.failed} failed` : ''}${b.throttledWaits ? ', throttled' : ''}`);
    }
    if (data.throttled.some(([from, to]) => from <= t && t <= to)) parts.push('throttled');
    return parts.join('  \u00b7  ');
  }
}
