// What a fan-out fetched, or failed to fetch: read line by line, all in memory, searched, and those in sight on the page.
import { fanOutPath, lines } from './api.js';
import { h, text } from './dom.js';
import { capital, count, plural } from './format.js';
import { Grid, search } from './grid.js';

export class Rows {
  /** kind: characters or failures, as the host calls them; wordsOf(row): what is searched. */
  constructor(id, signal, kind, columns, wordsOf) {
    Object.assign(this, { signal, kind, wordsOf });
    this.path = fanOutPath(id, `/${kind}?format=ndjson`);
    this.all = [];
    this.grid = new Grid(capital(kind), columns);
    this.search = search(`Search ${kind}`, () => this.apply());
    this.note = h('p.soft', { role: 'status' });
    this.head = h('div.head', this.search.field, this.note);
    this.element = h('section', { 'aria-label': kind }, this.head, this.grid.element);
  }

  replaceGrid(columns) {
    const { element } = this.grid;
    this.grid = new Grid(capital(this.kind), columns);
    element.replaceWith(this.grid.element);
  }

  /** Reads all of them anew; what was there before is shown until then. */
  async load() {
    this.loading = true;
    const all = [];
    try {
      for await (const some of lines(this.path, this.signal)) {
        for (const row of some) all.push(row);
        if (!this.all.length) text(this.note, `Loading: ${count(all.length)}`);
      }
      this.all = all;
      this.loadedAt = new Date();
      this.apply();
    } catch (e) {
      if (e.name !== 'AbortError') text(this.note, [e.title, e.message].filter(Boolean).join(' '));
    } finally {
      this.loading = false;
    }
  }

  /** Shows what is searched for, and of that what `chosen` lets through. */
  apply(chosen = () => true) {
    const words = this.search.words();
    this.found = this.all.filter((row) => {
      row.words ??= this.wordsOf(row).toLowerCase();
      return words.every((word) => row.words.includes(word));
    });
    const shown = this.found.filter(chosen);
    this.grid.show(shown);
    const all = plural(this.all.length, this.kind.slice(0, -1), this.kind);
    text(this.note, shown.length === this.all.length ? all : `${count(shown.length)} of ${all}`);
  }
}
