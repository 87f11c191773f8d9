// What failed and why, the recorder, and how what was fetched divides.
import { fanOutPath, getIfThere, link } from './api.js';
import { ranking, ring, topOf } from './breakdown.js';
import { follow, h, text } from './dom.js';
import { count, millis, moment, percent, plural } from './format.js';
import { history, seenNow } from './history.js';
import { isOver, kindName, logText, shortId, viewOf } from './model.js';
import { Strips } from './strips.js';

const MOST_READ = 5000;
const READ_EVERY = 10_000;

/** What is counted: its name in the settled batches, in the report, and the part that shows it. */
const divisions = () => [
  ['byStatus', 'byStatus', ring('Status')], ['bySpecies', 'bySpecies', ring('Species')], ['byGender', 'byGender', ring('Gender')],
  ['byOrigin', 'origins', ranking('Origins')], ['byLocation', 'locations', ranking('Locations')],
].map(([name, inReport, part]) => ({ name, inReport, part, counts: {}, other: 0 }));

export class Overview {
  constructor(id, signal, failures) {
    Object.assign(this, { id, signal, failures });
    link.addEventListener('up', ({ since }) => { this.away = Boolean(since); }, { signal });
    this.samples = [];
    this.batches = new Map();
    this.next = 0;
    this.report = null;
    this.strips = new Strips();
    this.divisions = divisions();
    this.facts = h('dl.facts');
    this.factSheet = h('section.sheet', { 'aria-label': 'Facts', hidden: true }, h('h2', 'In figures'), this.facts);
    this.asOf = h('p.note');
    this.kinds = h('tbody');
    this.kindSheet = h('section.sheet', { 'aria-label': 'Failures by kind', hidden: true }, h('h2', 'Failures by kind'),
      h('table.kind-table', { 'aria-label': 'Failures by kind' }, h('thead.said', h('tr', ['Kind', 'Ids', 'The last one says'].map((name) => h('th', name)))), this.kinds));
    this.log = h('tbody');
    this.logSheet = h('section.sheet', { 'aria-label': 'Log' }, h('h2', 'What happened'),
      h('table.kind-table', { 'aria-label': 'Log' }, h('thead.said', h('tr', ['Time', 'Event', 'Detail'].map((name) => h('th', name)))), this.log));
    this.named = h('div.trio');
    this.none = h('p.sheet.empty', { hidden: true });
    const parts = this.divisions.map((d) => d.part.element);
    this.element = h('div', this.kindSheet, this.logSheet, this.none, this.strips.element, this.asOf,
      this.named, h('div.trio', parts.slice(0, 3)), h('div.trio', parts.slice(3), this.factSheet));
  }

  /** Remembers how the fan-out is doing now, also while another panel is shown. */
  note(fanOut) {
    if (isOver(fanOut)) return;
    this.samples = seenNow(this.samples, fanOut, this.away);
    this.away = false;
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
    for (const division of this.divisions) {
      const { counts, other } = page.settled[division.name];
      for (const [value, n] of Object.entries(counts)) division.counts[value] = (division.counts[value] ?? 0) + n;
      division.other += other;
    }
  }

  async follow(fanOut) {
    const over = isOver(fanOut);
    follow(this.log, [...fanOut.log].reverse(), ({ at, event, reason }) => `${at} ${event} ${reason}`, ({ at }) => h('tr', h('td.n', moment(at)), h('th'), h('td.soft')), (row, entry) => {
      text(row.children[1], logText(entry));
      if (entry.event !== 'retried') text(row.children[2], entry.detail);
      else if (!row.children[2].firstChild) row.children[2].append(h('a', { href: viewOf(entry.detail) }, shortId(entry.detail)));
    });
    this.none.hidden = this.batches.size > 0;
    text(this.none, over ? 'No batch ran: there is nothing to show over time.' : 'No batch has started yet.');
    if (this.batches.size) this.strips.draw(history(fanOut, [...this.batches.values()], this.samples, over));
    const asks = over && !this.report;
    if (asks) this.report = await getIfThere(fanOutPath(this.id, '/report'), { signal: this.signal });
    // One that was ended at once has none.
    if (this.report?.byStatus) this.showReport(this.report);
    else this.showSums(fanOut);
    const readsFailures = await this.showKinds(fanOut, over);
    return asks || readsFailures;
  }

  /** The failures come whole and in the order of their ids: of many they are not read by the way, nor too often while they grow. */
  async showKinds(fanOut, over) {
    let reads = false;
    if (fanOut.failed > 0 && fanOut.failed <= MOST_READ && (over || !(Date.now() - this.readAt < READ_EVERY))) {
      this.readAt = Date.now();
      reads = await this.failures.follow(fanOut);
    }
    const kinds = new Map(Object.entries(this.report?.failedByKind ?? {}).map(([kind, n]) => [kind, { n, message: '' }]));
    const counted = kinds.size > 0;
    for (const failure of this.failures.all) {
      const kind = kinds.get(failure.kind) ?? { n: 0 };
      kinds.set(failure.kind, { n: kind.n + (counted ? 0 : 1), message: failure.message });
    }
    this.kindSheet.hidden = kinds.size === 0;
    follow(this.kinds, [...kinds].sort((a, b) => b[1].n - a[1].n), ([kind]) => kind,
      ([kind]) => h('tr', h('th', h('a', { href: viewOf(this.id, 'failures') }, kindName(kind))), h('td.n'), h('td.soft')),
      (row, [, { n, message }]) => {
        text(row.children[1], count(n));
        text(row.children[2], message);
      });
    return reads;
  }

  showSums(fanOut) {
    if (this.summed !== this.next) for (const { part, counts, other } of this.divisions) part.show(topOf(counts, other));
    this.summed = this.next;
    text(this.asOf, this.next > 0 && !isOver(fanOut) ? `Below: what the first ${plural(this.next, 'batch', 'batches')} fetched.` : '');
  }

  showReport(report) {
    if (this.shown === report) return;
    this.shown = report;
    text(this.asOf, '');
    for (const { part, inReport } of this.divisions) part.show(report[inReport]);
    const { latencyMs: latency, episodes } = report;
    const facts = [
      ['Fetched', percent(report.fetched, report.requested)],
      ['Latency', latency.p50 !== null && `p50 ${millis(latency.p50)}, p95 ${millis(latency.p95)}, p99 ${millis(latency.p99)}, longest ${millis(latency.max)}`],
      ['Took more than one request', plural(report.retried, 'id')],
      ['Failed', report.failed && Object.entries(report.failedByKind).map(([kind, n]) => `${kindName(kind)} ${count(n)}`).join(', ')],
      ['Not asked for', report.notAttempted && plural(report.notAttempted, 'id')],
      ['Mended by retries', report.mended !== null && `${count(report.mended)} of ${plural(report.requested - report.fetched, 'id')}`],
      ['Given up', report.outage],
      ['Waits for the upstream', report.throttledWaits && plural(report.throttledWaits, 'wait')],
      ['Episodes a character', episodes?.median != null && `${episodes.min} to ${episodes.max}, median ${episodes.median}`],
      ['Changed since', report.changes && `${report.changes.since}: ${plural(report.changes.changedCharacters, 'character')}`],
      ['Characters lie in', report.characters],
    ].filter(([, value]) => value);
    for (const [field, counts] of Object.entries(report.breakdowns ?? {})) {
      const part = ranking(field);
      part.show(counts);
      this.named.append(part.element);
    }
    this.factSheet.hidden = false;
    this.facts.replaceChildren(...facts.map(([name, value]) => h('div', h('dt', name), h('dd', value))));
  }
}
