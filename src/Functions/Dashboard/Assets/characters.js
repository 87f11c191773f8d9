// The characters that a fan-out fetched: all of them in memory, those in sight on the page.
import { Problem, fanOutPath, lines } from './api.js';
import { h, text } from './dom.js';
import { clock, count, plural } from './format.js';
import { Grid, search } from './grid.js';
import { isOver } from './model.js';

const lower = (c) => c.haystack ??= [c.id, c.name, c.status, c.species, c.type, c.gender, c.origin?.name, c.location?.name].join(' ').toLowerCase();
const word = (get) => ({ value: (c) => (get(c) ?? '').toLowerCase(), show: (c) => get(c) ?? '' });

const COLUMNS = [
  { name: 'Id', width: '76px', number: true, value: (c) => c.id },
  { name: 'Name', width: 'minmax(170px, 2fr)', ...word((c) => c.name) },
  { name: 'Status', width: '92px', ...word((c) => c.status) },
  { name: 'Species', width: 'minmax(110px, 1fr)', ...word((c) => c.species) },
  { name: 'Type', width: 'minmax(110px, 1fr)', ...word((c) => c.type) },
  { name: 'Gender', width: '110px', ...word((c) => c.gender) },
  { name: 'Origin', width: 'minmax(150px, 1.5fr)', ...word((c) => c.origin?.name) },
  { name: 'Location', width: 'minmax(150px, 1.5fr)', ...word((c) => c.location?.name) },
  { name: 'Episodes', width: '92px', number: true, value: (c) => c.episode?.length ?? 0 },
];

export class Characters {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.all = null;
    this.grid = new Grid('Characters', COLUMNS);
    this.search = search('Search characters', () => this.apply());
    this.note = h('p.soft', { role: 'status' });
    this.again = h('button', { type: 'button', onclick: () => this.load(), hidden: true }, 'Load again');
    this.element = h('section', { 'aria-label': 'Characters' },
      h('div.head', this.search.field, this.note, h('span.grow'), this.again), this.grid.element);
  }

  close() {
    this.grid.close();
  }

  /** Called with each state of the fan-out while the grid is on the page. */
  follow(fanOut) {
    this.over = isOver(fanOut);
    if (this.all === null) this.load();
    else this.again.hidden = this.loading || this.all.length >= fanOut.fetched;
  }

  async load() {
    if (this.loading) return;
    this.loading = true;
    this.again.hidden = true;
    const all = [];
    this.all ??= [];
    try {
      for await (const some of lines(fanOutPath(this.id, '/characters?format=ndjson'), this.signal)) {
        for (const character of some) all.push(character);
        text(this.note, `Loading: ${count(all.length)}`);
      }
      this.all = all;
      this.loadedAt = new Date();
      this.apply();
    } catch (e) {
      if (e.name === 'AbortError') return;
      text(this.note, e instanceof Problem ? `${e.title ?? ''} ${e.message}` : `${e.message} What was loaded before is shown.`);
      this.again.hidden = false;
    } finally {
      this.loading = false;
    }
  }

  apply() {
    const shown = this.all.filter(this.search.matches(lower));
    this.grid.show(shown);
    this.grid.scroller.scrollTop = 0;
    const all = plural(this.all.length, 'character');
    text(this.note, `${shown.length === this.all.length ? all : `${count(shown.length)} of ${all}`}${this.over ? '' : `, stored by ${clock(this.loadedAt)}`}`);
  }
}
