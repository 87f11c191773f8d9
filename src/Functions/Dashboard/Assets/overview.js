// The recorder, and how what was fetched divides.
import { Problem, fanOutPath, getJson } from './api.js';
import { ranking, ring, topOf } from './breakdown.js';
import { follow, h, text } from './dom.js';
import { count, millis, percent, plural } from './format.js';
import { Samples, history } from './history.js';
import { isOver, kindName } from './model.js';
import { Strips } from './strips.js';

const TALLIES = ['byStatus', 'bySpecies', 'byGender', 'byOrigin', 'byLocation'];

export class Overview {
  constructor(id, signal) {
    Object.assign(this, { id, signal });
    this.samples = new Samples();
    this.batches = new Map();
    this.next = 0;
    this.sums = Object.fromEntries(TALLIES.map((name) => [name, { counts: {}, other: 0 }]));
    this.report = null;
    this.strips = new Strips();
    this.rings = ['Status', 'Species', 'Gender'].map(ring);
    this.rankings = ['Origins', 'Locations'].map((title) => ranking(title));
    this.facts = h('dl.facts');
    this.factSheet = h('section.sheet', { 'aria-label': 'Facts', hidden: true }, h('h2', 'In figures'), this.facts);
    this.asOf = h('p.soft');
    this.element = h('div',
      h('section.sheet.over-time', { 'aria-label': 'Over time' }, this.strips.element),
      this.asOf,
      h('div.rings', this.rings.map((r) => r.element)),
      h('div.rankings', this.rankings.map((r) => r.element), this.factSheet));
  }

  close() {
    this.strips.close();
  }

  /** Remembers how the fan-out is doing now, also while another panel is shown. */
  note(fanOut) {
    if (!isOver(fanOut)) this.samples.add(fanOut, Date.now());
  }

  /** What to ask for: how the fan-out is doing, and its batches while these can change. */
  path() {
    return fanOutPath(this.id, this.settled ? '' : `/batches?from=${this.next}`);
  }

  /** Takes the answer: batches that are over do not change, so next time those before the first that is not are left out. */
  take(page) {
    if (!page.fanOut) return;
    for (const batch of page.batches) this.batches.set(batch.number, batch);
    this.next = page.next;
    this.settled = isOver(page.fanOut) && !page.more;
    for (const name of TALLIES) {
      const { counts, other } = page.settled[name];
      for (const [value, n] of Object.entries(counts)) this.sums[name].counts[value] = (this.sums[name].counts[value] ?? 0) + n;
      this.sums[name].other += other;
    }
  }

  async follow(fanOut) {
    const over = isOver(fanOut);
    this.strips.draw(history(fanOut, [...this.batches.values()], this.samples, over));
    const load = over && !this.report && !this.noReport;
    if (load) await this.loadReport();
    if (this.report) this.showReport(this.report);
    else this.showSums(fanOut);
    return load;
  }

  async loadReport() {
    try {
      this.report = await getJson(fanOutPath(this.id, '/report'), { signal: this.signal });
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      this.noReport = true;
    }
  }

  showSums(fanOut) {
    const top = (name) => topOf(this.sums[name].counts, this.sums[name].other);
    ['byStatus', 'bySpecies', 'byGender'].forEach((name, i) => this.rings[i].show(top(name)));
    ['byOrigin', 'byLocation'].forEach((name, i) => this.rankings[i].show(top(name)));
    text(this.asOf, this.next > 0 && !isOver(fanOut) ? `Below: the characters of the ${this.next === 1 ? 'first batch' : `first ${count(this.next)} batches`}, which are finished.` : '');
  }

  showReport(report) {
    if (this.shown === report) return;
    this.shown = report;
    text(this.asOf, '');
    [report.byStatus, report.bySpecies, report.byGender].forEach((counts, i) => this.rings[i].show(counts));
    [report.origins, report.locations].forEach((counts, i) => this.rankings[i].show(counts));
    const { latencyMs: latency, episodes } = report;
    const facts = [
      ['Latency', latency.p50 === null ? null : `p50 ${millis(latency.p50)}, p95 ${millis(latency.p95)}, p99 ${millis(latency.p99)}, longest ${millis(latency.max)}`],
      ['Episodes a character', episodes.median === null ? null : `${episodes.min} to ${episodes.max}, median ${episodes.median}`],
      ['Took more than one request', plural(report.retried, 'id')],
      ['Waits for the upstream', report.throttledWaits ? plural(report.throttledWaits, 'wait') : null],
      ['Failed', report.failed ? Object.entries(report.failedByKind).map(([kind, n]) => `${kindName(kind)} ${count(n)}`).join(', ') : null],
      ['Not asked for', report.notAttempted ? plural(report.notAttempted, 'id') : null],
      ['Fetched', percent(report.fetched, report.requested)],
      ['Characters lie in', report.characters],
      ['Changed since', report.changes ? `${report.changes.since}: ${plural(report.changes.changedCharacters, 'character')}` : null],
    ].filter(([, value]) => value);
    this.factSheet.hidden = false;
    follow(this.facts, facts, ([name]) => name, ([name, value]) => h('div', h('dt', name), h('dd', value)));
  }
}
