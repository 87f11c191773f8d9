// The characters that a fan-out fetched.
import { h, text } from './dom.js';
import { clock } from './format.js';
import { isOver } from './model.js';
import { Rows } from './rows.js';

const word = (name, width, get) => ({ name, width, value: (c) => (get(c) ?? '').toLowerCase(), show: (c) => get(c) ?? '' });

const COLUMNS = [
  { name: 'Id', width: '76px', number: true, value: (c) => c.id },
  word('Name', 'minmax(170px, 2fr)', (c) => c.name),
  word('Status', '92px', (c) => c.status),
  word('Species', 'minmax(110px, 1fr)', (c) => c.species),
  word('Type', 'minmax(130px, 1.2fr)', (c) => c.type),
  word('Gender', '110px', (c) => c.gender),
  word('Origin', 'minmax(150px, 1.5fr)', (c) => c.origin?.name),
  word('Location', 'minmax(150px, 1.5fr)', (c) => c.location?.name),
  { name: 'Episodes', width: '92px', number: true, value: (c) => c.episode?.length ?? 0 },
];

const MOST_COLUMNS = 9;

/** Something else than characters: its plain fields, those of its objects by their paths, in the order in which they come. */
export function columnsOf(rows) {
  const paths = new Map();
  const add = (value, path, get) => {
    if (value === null || typeof value !== 'object') {
      if (path && !paths.has(path)) paths.set(path, { get, number: typeof value === 'number' });
    } else if (!Array.isArray(value) && path.split('.').length < 3) {
      for (const [name, inner] of Object.entries(value)) add(inner, path ? `${path}.${name}` : name, (row) => get(row)?.[name]);
    }
  };
  for (const row of rows.slice(0, 20)) add(row, '', (r) => r);
  const columns = [...paths].slice(0, MOST_COLUMNS).map(([name, { get, number }]) => (number
    ? { name, width: 'minmax(76px, 0.6fr)', number, value: (r) => get(r) ?? 0, show: (r) => get(r) ?? '' }
    : word(name, 'minmax(110px, 1fr)', (r) => String(get(r) ?? ''))));
  return columns.length ? columns : [word('JSON', '1fr', (r) => JSON.stringify(r))];
}

export class Characters extends Rows {
  constructor(id, signal) {
    super(id, signal, 'characters', COLUMNS, (c) => [c.id, c.name, c.status, c.species, c.type, c.gender, c.origin?.name, c.location?.name].join(' '));
    // Many thousand of them are not read anew by the second: whoever wants those that came meanwhile asks for them.
    this.again = h('button', { onclick: () => this.load(), hidden: true });
    this.head.append(this.again);
  }

  apply() {
    if (!this.isOther && this.all.length && this.all[0]?.species === undefined) {
      this.isOther = true;
      this.wordsOf = (row) => JSON.stringify(row);
      this.replaceGrid(columnsOf(this.all));
    }
    super.apply();
    this.grid.element.hidden = this.all.length === 0;
    if (!this.all.length) text(this.note, this.nothing);
  }

  /** Called with each state of the fan-out while the grid is on the page. */
  follow(fanOut) {
    const unsaved = fanOut.request.saveCharacters === false;
    this.nothing = unsaved ? 'This fan-out does not save its characters.'
      : isOver(fanOut) ? 'No character was fetched.' : fanOut.fetched ? 'None is stored yet: a batch stores its characters when it is over.' : 'No character has been fetched yet.';
    if (unsaved) {
      this.apply();
      return;
    }
    if (!this.asked) this.load();
    this.asked = true;
    this.again.hidden = this.loading || this.all.length >= fanOut.fetched;
    if (!this.again.hidden) this.again.textContent = this.loadedAt ? `Load those stored since ${clock(this.loadedAt)}` : 'Load again';
  }
}
