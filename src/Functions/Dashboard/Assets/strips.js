// The recorder: strips over one time axis: batches in lanes, rate, latency and fetches in flight. Hatched where the upstream
// throttled. A cursor reads all of them at one instant.
import { h, s, text } from './dom.js';
import { clock, count, elapsed, millis, plural, rate as shownRate, span } from './format.js';

const GAP = 3;
const CAPTION = 20;
const MOST_BARS = 3000;
const STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** The smallest round number that is not below n. */
function ceiling(n) {
  if (!(n > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].map((m) => m * power).find((m) => m >= n - 1e-9);
}

/** Puts each batch into the first lane that is free when it starts; how many lanes that takes. */
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

const most = (points, at = 1) => Math.max(0, ...points.map((p) => p[at]));
const waited = (batch) => batch.throttledWaits > 0 || batch.throttledUntil;

export class Strips {
  constructor() {
    this.svg = s('svg.strips', {
      tabindex: '0', role: 'slider', 'aria-label': 'Moment on the time axis', 'aria-valuemax': '0', 'aria-valuenow': '0',
    });
    this.readout = h('p.readout', { 'aria-hidden': 'true' });
    this.element = h('section.sheet.recorder', { 'aria-label': 'Over time', hidden: true }, this.svg, this.readout);
    this.cursor = null;
    this.width = 0;
    this.svg.addEventListener('pointermove', (e) => this.point(((e.clientX - this.svg.getBoundingClientRect().left) / this.width) * this.data.end));
    this.svg.addEventListener('pointerleave', () => this.point(null));
    this.svg.addEventListener('blur', () => this.point(null));
    this.svg.addEventListener('keydown', (e) => this.key(e));
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width === this.width) return;
      this.width = entry.contentRect.width;
      this.draw(this.data);
    }).observe(this.svg);
  }

  key(event) {
    const { end } = this.data;
    const step = end / (event.shiftKey ? 10 : 100);
    const [back, on] = [(this.cursor ?? end) - step, (this.cursor ?? end) + step];
    const to = { ArrowLeft: back, ArrowDown: back, ArrowRight: on, ArrowUp: on, Home: 0, End: end, Escape: null }[event.key];
    if (to === undefined) return;
    this.point(to);
    event.preventDefault();
  }

  /** Draws what history() says. */
  draw(data) {
    this.data = data;
    this.element.hidden = false;
    this.width ||= this.svg.getBoundingClientRect().width;
    if (!this.width) return;
    this.x = (t) => (t / data.end) * this.width;
    this.y = 0;
    this.drawn = [s('defs', s('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      s('rect', { width: 6, height: 6 }), s('line', { x1: 0, y1: 0, x2: 0, y2: 6 })))];
    const { batches, latency, cap } = data;
    const some = (test, kind, word) => batches.some(test) && [kind, word];

    const running = batches.filter((b) => b.running).length;
    this.caption('Batches', count(batches.length) + (running && this.width > 480 ? `, ${count(running)} under way` : ''),
      ['done', 'fetched'], some((b) => b.failed, 'lost', 'failed'), some((b) => b.running, 'running', 'to come'), some(waited, 'waits', 'throttled'));
    this.bars(batches);

    const peak = most(data.rate);
    this.caption('Rate', '', `peak ${shownRate(peak)} ids a second`);
    this.curves(58, ceiling(peak), (v) => `${count(v)}/s`, ['rate', data.rate, true]);

    this.caption('Latency', '', ...(latency.length ? [['p50', 'median'], ['p95', '95th percentile of each batch']] : ['with the first finished batch']));
    this.curves(58, ceiling(most(latency, 2)), millis, ['p95', latency.map(([t, , p95]) => [t, p95])], ['p50', latency]);

    this.caption('In flight', '', `${data.seen ? '' : 'estimated from latencies, '}at most ${count(cap)}`);
    const top = cap * 1.08;
    const capAt = this.y + 46 - 46 / 1.08;
    this.curves(46, top, null, ['flight', data.inFlight, true]);
    this.drawn.push(s('line.cap', { x1: 0, x2: this.width, y1: capAt, y2: capAt }));

    for (const [from, to] of data.throttled) {
      this.drawn.splice(1, 0, s('rect.hatch.band', { x: this.x(from), y: CAPTION, width: Math.max(2, this.x(to) - this.x(from)), height: this.y - CAPTION }));
    }
    this.axis();
    this.line = s('line.cursor', { y1: CAPTION, y2: this.y });
    this.svg.setAttribute('height', this.y + 20);
    this.svg.replaceChildren(...this.drawn, this.line);
    this.point(this.cursor);
  }

  /** A strip's name, something about it, and at the right notes: words, or [class of a colour, word]. */
  caption(name, more, ...notes) {
    const parts = notes.filter(Boolean).map((note) => (typeof note === 'string' ? note : [s(`tspan.${note[0]}`, '  \u25cf'), ` ${note[1]}`]));
    this.drawn.push(s('text', { y: this.y + 12 }, s('tspan.name', name), `  ${more}`), s('text.notes', { x: this.width, y: this.y + 12 }, parts));
    this.y += CAPTION;
  }

  bars(batches) {
    const lanes = intoLanes(batches);
    const height = lanes > 10 ? 6 : lanes > 5 ? 9 : 13;
    const step = Math.ceil(batches.length / MOST_BARS);
    const group = s('g.bars');
    batches.forEach((batch, i) => {
      if (i % step && !batch.failed) return;
      const x = this.x(batch.start);
      const y = this.y + batch.lane * (height + GAP);
      const width = Math.max(1, this.x(batch.end) - x - (batches.length < 400 ? 1 : 0));
      const bar = (kind, from, wide) => group.append(s(`rect.${kind}`, { x: x + from, y, width: wide, height, rx: width > 4 ? 1.5 : 0 }));
      const share = (n) => Math.min(width, (width * n) / Math.max(1, batch.count));
      bar(batch.broken ? 'broken' : batch.running ? 'running' : 'done', 0, width);
      if (batch.running) bar('part', 0, share(batch.fetched + batch.failed));
      if (waited(batch)) bar('hatch', 0, width);
      if (batch.failed) {
        const lost = Math.max(2, share(batch.failed));
        bar('lost', batch.running ? share(batch.fetched) : width - lost, lost);
      }
    });
    this.drawn.push(group);
    this.y += lanes * (height + GAP) + 8;
  }

  /** Curves over one axis: [class of a colour, points, filled]. */
  curves(height, top, label, ...lines) {
    const base = this.y + height;
    const point = ([t, v]) => `${this.x(t).toFixed(1)} ${(base - (height * Math.min(v, top)) / top).toFixed(1)}`;
    const rule = (y) => this.drawn.push(s('line.grid', { x1: 0, x2: this.width, y1: y, y2: y }));
    rule(base);
    if (label) rule(this.y);
    for (const [name, points, filled] of lines.filter(([, each]) => each.length)) {
      const path = points.map(point).join('L');
      const foot = ([t]) => `${this.x(t).toFixed(1)} ${base}`;
      if (filled) this.drawn.push(s(`path.area.${name}`, { d: `M${foot(points[0])}L${path}L${foot(points.at(-1))}Z` }));
      // A single point is a line of no length: its round ends show it.
      this.drawn.push(s(`path.line.${name}`, { d: points.length > 1 ? `M${path}` : `M${path}h0` }));
    }
    if (label) this.drawn.push(s('text', { y: this.y + 11 }, label(top)));
    this.y = base + 8;
  }

  axis() {
    const { end } = this.data;
    const room = Math.max(2, Math.floor(this.width / 84));
    const step = STEPS.find((each) => end / each <= room) ?? 86400 * Math.ceil(end / 86400 / room);
    for (let t = 0; t <= end + 1e-9; t += step) {
      const x = this.x(t);
      const anchor = t === 0 ? 'start' : x > this.width - 24 ? 'end' : 'middle';
      this.drawn.push(s('line.tick', { x1: x, x2: x, y1: this.y - 4, y2: this.y }), s('text', { x, y: this.y + 13, 'text-anchor': anchor }, t === 0 ? '0' : elapsed(t)));
    }
  }

  /** Puts the cursor there, or away. */
  point(t) {
    this.cursor = t === null ? null : Math.min(this.data.end, Math.max(0, t));
    const at = this.cursor ?? this.data.end;
    this.line.toggleAttribute('hidden', t === null);
    this.line.setAttribute('transform', `translate(${this.x(at)})`);
    const said = this.describe(at);
    text(this.readout, t === null ? 'Point at the strips, or use the arrow keys on them, to read one moment.' : said);
    this.readout.classList.toggle('soft', t === null);
    this.svg.setAttribute('aria-valuemax', this.data.end.toFixed(1));
    // While it is not being used, the cursor rests at the end without announcing every second.
    if (t !== null || !this.svg.hasAttribute('aria-valuetext')) {
      this.svg.setAttribute('aria-valuenow', at.toFixed(1));
      this.svg.setAttribute('aria-valuetext', said);
    }
  }

  describe(t) {
    const { data } = this;
    const near = (points) => points.reduce((best, p) => (!best || Math.abs(p[0] - t) < Math.abs(best[0] - t) ? p : best), null);
    const [speed, latency, flight] = [near(data.rate), near(data.latency), near(data.inFlight)];
    const here = data.batches.filter((b) => b.start <= t && b.end >= t).slice(0, 3);
    return [
      `${elapsed(t)} in, at ${clock(data.origin + t * 1000)}`,
      speed && `${shownRate(speed[1])} ids/s`,
      latency && `p50 ${millis(latency[1])}, p95 ${millis(latency[2])}`,
      flight && `${data.seen ? '' : 'about '}${Math.round(flight[1])} of ${data.cap} in flight`,
      ...here.map((b) => `batch ${b.number} (${b.ids}): ${b.running ? 'running' : span(b.end - b.start)}${b.failed ? `, ${plural(b.failed, 'failure')}` : ''}${waited(b) ? ', throttled' : ''}`),
    ].filter(Boolean).join('  \u00b7  ');
  }
}
