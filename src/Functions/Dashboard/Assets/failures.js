// What failed and why: filtered by kind and by words.
import { fanOutPath, lines } from './api.js';
import { follow, h, text } from './dom.js';
import { count, plural } from './format.js';
import { Grid, search } from './grid.js';
import { kindName } from './model.js';

const lower = (f) => f.haystack ??= `${f.id} ${f.kind} ${kindName(f.kind)} ${f.message}`.toLowerCase();

export class Failures {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.all = [];
    this.loadedFor = -1;
    this.kind = null;
    this.grid = new Grid('Failures', [
      { name: 'Id', width: '84px', number: true, value: (f) => f.id },
      { name: 'Kind', width: '130px', value: (f) => f.kind, show: (f) => kindName(f.kind) },
      { name: 'Attempts', width: '92px', number: true, value: (f) => f.attempts },
      { name: 'Message', width: 'minmax(320px, 1fr)', value: (f) => f.message },
    ]);
    this.search = search('Search failures', () => this.apply());
    this.kinds = h('div.kinds', { role: 'group', 'aria-label': 'Kinds of failure' });
    this.note = h('p.soft', { role: 'status' });
    this.element = h('section', { 'aria-label': 'Failures' },
      h('div.head', this.search.field, this.kinds, h('span.grow'), this.note), this.grid.element);
  }

  close() {
    this.grid.close();
  }

  follow(fanOut) {
    if (this.loading || this.loadedFor === fanOut.failed) return false;
    this.load(fanOut.failed);
    return true;
  }

  async load(failed) {
    this.loading = true;
    const all = [];
    try {
      for await (const some of lines(fanOutPath(this.id, '/failures?format=ndjson'), this.signal)) all.push(...some);
      // Failures are stored batch by batch: while one runs, fewer are stored than are counted.
      this.loadedFor = all.length >= failed ? failed : -1;
      if (all.length !== this.all.length || all.length === 0) {
        this.all = all;
        this.apply();
      }
    } catch (e) {
      if (e.name !== 'AbortError') text(this.note, e.message);
    } finally {
      this.loading = false;
    }
  }

  apply() {
    const wanted = this.search.matches(lower);
    const found = this.all.filter(wanted);
    const byKind = new Map();
    for (const f of found) byKind.set(f.kind, (byKind.get(f.kind) ?? 0) + 1);
    if (this.kind && !byKind.has(this.kind)) byKind.set(this.kind, 0);
    follow(this.kinds, [...byKind].sort((a, b) => b[1] - a[1]), ([kind]) => kind,
      ([kind]) => h('button.kind', { type: 'button', onclick: () => { this.kind = this.kind === kind ? null : kind; this.apply(); } }),
      (button, [kind, n]) => {
        text(button, `${kindName(kind)} ${count(n)}`);
        button.setAttribute('aria-pressed', String(this.kind === kind));
      });
    const shown = this.kind ? found.filter((f) => f.kind === this.kind) : found;
    this.grid.show(shown);
    text(this.note, this.all.length === 0 ? 'Nothing failed.' : shown.length === this.all.length ? plural(shown.length, 'failure') : `${count(shown.length)} of ${plural(this.all.length, 'failure')}`);
    this.grid.element.hidden = this.all.length === 0;
  }
}
