// The recorder: strips over one time axis: batches in lanes, rate, latency and fetches in flight. Hatched, with its name, where
// it stood still or was not seen. A cursor reads all of them at one instant; a part can be zoomed into, a batch opened.
import { h, s, text } from './dom.js';
import { clock, count, elapsed, millis, moment, plural, rate as shownRate, span } from './format.js';

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

const most = (points, at = 1) => points.reduce((top, p) => Math.max(top, p?.[at] ?? 0), 0);
const waited = (batch) => batch.throttledWaits > 0 || batch.throttledUntil;

export class Strips {
  constructor() {
    this.svg = s('svg.strips', {
      tabindex: '0', role: 'slider', 'aria-label': 'Moment on the time axis', 'aria-valuemax': '0', 'aria-valuenow': '0',
    });
    this.readout = h('p.readout', { 'aria-hidden': 'true' });
    this.whole = h('button.plain', { onclick: () => this.zoom(null), hidden: true }, 'Show the whole time');
    this.batch = h('section.batch', { 'aria-label': 'Batch', tabindex: '-1', hidden: true });
    this.element = h('section.sheet.recorder', { 'aria-label': 'Over time', hidden: true }, this.svg, this.readout, this.whole, this.batch);
    this.cursor = null;
    this.view = null;
    this.width = 0;
    this.svg.addEventListener('pointerdown', (e) => { this.from = this.timeAt(e); });
    this.svg.addEventListener('pointermove', (e) => this.point(this.timeAt(e)));
    this.svg.addEventListener('pointerup', (e) => this.drop(e));
    this.svg.addEventListener('pointerleave', () => { this.from = null; this.point(null); });
    this.svg.addEventListener('dblclick', () => this.zoom(null));
    this.svg.addEventListener('blur', () => this.point(null));
    this.svg.addEventListener('keydown', (e) => this.key(e));
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width === this.width) return;
      this.width = entry.contentRect.width;
      this.draw(this.data);
    }).observe(this.svg);
  }

  /** The part of the time that is shown. */
  get range() { return this.view ?? [0, this.data.end]; }

  timeAt(event) {
    const [first, last] = this.range;
    return first + ((event.clientX - this.svg.getBoundingClientRect().left) / this.width) * (last - first);
  }

  key(event) {
    const [first, last] = this.range;
    const at = this.cursor ?? last;
    const step = (last - first) / (event.shiftKey ? 10 : 100);
    const half = (last - first) / 4;
    const to = { ArrowLeft: at - step, ArrowDown: at - step, ArrowRight: at + step, ArrowUp: at + step, Home: first, End: last, Escape: null }[event.key];
    if (to !== undefined) this.point(to);
    else if (event.key === '+') this.zoom([at - half, at + half]);
    else if (event.key === '-') this.zoom([at - 4 * half, at + 4 * half]);
    else if (event.key === 'Enter') this.open(this.data.batches.find((b) => b.start <= at && b.end >= at)?.number);
    else return;
    event.preventDefault();
  }

  /** A drag to the side zooms into what it went over; a press on a batch opens it. */
  drop(event) {
    const [from, to] = [this.from ?? this.timeAt(event), this.timeAt(event)];
    this.from = null;
    if (Math.abs(this.x(to) - this.x(from)) > 8) this.zoom([Math.min(from, to), Math.max(from, to)]);
    else this.open(event.target.dataset.batch);
  }

  /** Shows that part of the time; null: all of it. */
  zoom(view) {
    const { end } = this.data;
    const [first, last] = view ? [Math.max(0, view[0]), Math.min(end, view[1])] : [0, end];
    this.view = last - first < end * 0.999 ? [first, Math.max(last, first + 0.05)] : null;
    if (!this.view && document.activeElement === this.whole) this.svg.focus();
    this.draw(this.data);
  }

  /** Opens a batch by its number: what is known of it, below the strips. */
  open(number) {
    if (number === undefined) return;
    this.opened = Number(number);
    this.draw(this.data);
    this.batch.focus();
  }

  showBatch() {
    const batch = this.data.batches.find((b) => b.number === this.opened);
    this.batch.hidden = !batch;
    if (!batch || JSON.stringify(batch) === this.told) return;
    this.told = JSON.stringify(batch);
    const latency = batch.latencyMs;
    const facts = [
      ['Ids', batch.ids], ['State', batch.status], ['Started', moment(batch.startedAt)],
      batch.finishedAt ? ['Took', span(batch.end - batch.start)] : ['In flight', count(batch.inFlight)],
      ['Fetched', `${count(batch.fetched)} of ${count(batch.count)}`], ['Failed', count(batch.failed)],
      latency && Number.isFinite(latency.p50) && ['Latency', `p50 ${millis(latency.p50)}, p95 ${millis(latency.p95)}, longest ${millis(latency.max)}`],
      batch.throttledWaits && ['Waits for the upstream', count(batch.throttledWaits)],
      batch.waiting && ['Waits', `${batch.waiting.error}${batch.waiting.nextTryAt ? ` Next try ${moment(batch.waiting.nextTryAt)}.` : ''}`],
    ].filter(Boolean);
    this.batch.replaceChildren(
      h('div.head', h('h2', `Batch ${batch.number}`), h('button.plain', { onclick: () => { this.opened = null; this.draw(this.data); this.svg.focus(); } }, 'Close')),
      h('dl', facts.map(([name, value]) => h('div', h('dt', name), h('dd', value)))));
  }

  /** Draws what history() says. */
  draw(data) {
    this.data = data;
    this.element.hidden = false;
    this.width ||= this.svg.getBoundingClientRect().width;
    if (!this.width) return;
    const [first, last] = this.range;
    this.x = (t) => ((t - first) / (last - first)) * this.width;
    this.y = 0;
    this.drawn = [s('defs', s('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      s('rect', { width: 6, height: 6 }), s('line', { x1: 0, y1: 0, x2: 0, y2: 6 })),
      s('clipPath', { id: 'plot' }, s('rect', { y: -4, width: this.width, height: 4000 })))];
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

    this.gaps(data.gaps.filter(([from, to]) => to > first && from < last));
    this.axis();
    this.line = s('line.cursor', { y1: CAPTION, y2: this.y });
    this.span = s('rect.chosen', { y: CAPTION, height: this.y - CAPTION });
    this.whole.hidden = !this.view;
    this.svg.setAttribute('height', this.y + 20);
    this.svg.replaceChildren(...this.drawn, this.span, this.line);
    this.point(this.cursor);
    this.showBatch();
  }

  /** Over all strips: waits for the upstream hatched, what was not seen or stood still greyed, each with its name where that fits. */
  gaps(gaps) {
    const bands = gaps.map(([from, to, name]) => {
      const [x, end] = [Math.max(0, this.x(from)), Math.min(this.width, this.x(to))];
      const width = Math.max(2, end - x);
      const kind = ['paused', 'host away', 'not watched'].includes(name) ? 'gap' : 'hatch';
      return s('g', s(`rect.${kind}.band`, { x, y: CAPTION, width, height: this.y - CAPTION }, s('title', name)),
        width > 7 * name.length && s('text.gap-name', { x: x + width / 2, y: this.y - 14 }, name));
    });
    this.drawn.splice(1, 0, ...bands);
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
    const group = s('g.bars', { 'clip-path': 'url(#plot)' });
    const [first, last] = this.range;
    batches.forEach((batch, i) => {
      if ((i % step && !batch.failed) || batch.end < first || batch.start > last) return;
      const x = this.x(batch.start);
      const y = this.y + batch.lane * (height + GAP);
      const width = Math.max(1, this.x(batch.end) - x - (batches.length < 400 ? 1 : 0));
      const bar = (kind, from, wide) => group.append(s(`rect.${kind}`, { x: x + from, y, width: wide, height, rx: width > 4 ? 1.5 : 0, 'data-batch': batch.number }));
      const share = (n) => Math.min(width, (width * n) / Math.max(1, batch.count));
      bar(batch.broken ? 'broken' : batch.running ? 'running' : 'done', 0, width);
      if (batch.running) bar('part', 0, share(batch.fetched + batch.failed));
      if (waited(batch)) bar('hatch', 0, width);
      if (batch.number === this.opened) group.append(s('line.opened', { x1: x, x2: x + width, y1: y + height + 1.5, y2: y + height + 1.5 }));
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
      // A curve is broken where nothing is known: one path for each part of it.
      const parts = points.reduce((made, p) => { if (p) made.at(-1).push(p); else made.push([]); return made; }, [[]]).filter((part) => part.length);
      const foot = ([t]) => `${this.x(t).toFixed(1)} ${base}`;
      const area = parts.map((part) => `M${foot(part[0])}L${part.map(point).join('L')}L${foot(part.at(-1))}Z`).join('');
      if (filled) this.drawn.push(s(`path.area.${name}`, { 'clip-path': 'url(#plot)', d: area }));
      // A single point is a line of no length: its round ends show it.
      const line = parts.map((part) => (part.length > 1 ? `M${part.map(point).join('L')}` : `M${point(part[0])}h0`)).join('');
      this.drawn.push(s(`path.line.${name}`, { 'clip-path': 'url(#plot)', d: line }));
    }
    if (label) this.drawn.push(s('text', { y: this.y + 11 }, label(top)));
    this.y = base + 8;
  }

  /** Round times of day, the first one and each of another day with its date. */
  axis() {
    const [first, last] = this.range;
    const room = Math.max(2, Math.floor(this.width / 100));
    const step = STEPS.find((each) => (last - first) / each <= room) ?? 86400 * Math.ceil((last - first) / 86400 / room);
    const { origin } = this.data;
    // Seconds by which local midnight is off from a multiple of the step.
    const offset = new Date(origin).getTimezoneOffset() * 60;
    let day = '';
    for (let local = Math.ceil((origin / 1000 + first - offset) / step) * step; local <= origin / 1000 + last - offset + 1e-9; local += step) {
      const t = local + offset - origin / 1000;
      const [x, at] = [this.x(t), new Date(origin + t * 1000)];
      const anchor = x < 60 ? 'start' : x > this.width - 60 ? 'end' : 'middle';
      const date = at.toLocaleDateString('sv');
      const time = step < 1 ? `${clock(at)}.${String(at.getMilliseconds()).padStart(3, '0').slice(0, 2)}` : step < 60 ? clock(at) : clock(at).slice(0, 5);
      this.drawn.push(s('line.tick', { x1: x, x2: x, y1: this.y - 4, y2: this.y }),
        s('text.time', { x, y: this.y + 13, 'text-anchor': anchor }, date === day ? time : `${date} ${time}`));
      day = date;
    }
  }

  /** Puts the cursor there, or away. */
  point(t) {
    const [first, last] = this.range;
    this.cursor = t === null ? null : Math.min(last, Math.max(first, t));
    const at = this.cursor ?? last;
    const begun = this.from ?? at;
    this.span.setAttribute('x', this.x(Math.min(begun, at)));
    this.span.setAttribute('width', Math.abs(this.x(at) - this.x(begun)));
    this.line.toggleAttribute('hidden', t === null);
    this.line.setAttribute('transform', `translate(${this.x(at)})`);
    const said = this.describe(at);
    text(this.readout, t === null ? 'Point at the strips, or use the arrow keys on them, to read one moment. Drag, or press +, to zoom; press a batch, or Enter, to open it.' : said);
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
    const near = (points) => points.reduce((best, p) => (!p ? best : !best || Math.abs(p[0] - t) < Math.abs(best[0] - t) ? p : best), null);
    const [speed, latency, flight] = [near(data.rate), near(data.latency), near(data.inFlight)];
    const here = data.batches.filter((b) => b.start <= t && b.end >= t).slice(0, 3);
    return [
      `${elapsed(t)} in, at ${moment(data.origin + t * 1000)}`,
      data.gaps.find(([from, to]) => from <= t && to >= t)?.[2],
      speed && `${shownRate(speed[1])} ids/s`,
      latency && `p50 ${millis(latency[1])}, p95 ${millis(latency[2])}`,
      flight && `${data.seen ? '' : 'about '}${Math.round(flight[1])} of ${data.cap} in flight`,
      ...here.map((b) => `batch ${b.number} (${b.ids}): ${b.running ? 'running' : span(b.end - b.start)}${b.failed ? `, ${plural(b.failed, 'failure')}` : ''}${waited(b) ? ', throttled' : ''}`),
    ].filter(Boolean).join('  \u00b7  ');
  }
}
