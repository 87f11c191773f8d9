// What failed and why: filtered by kind and by words.
import { follow, h, text } from './dom.js';
import { count } from './format.js';
import { kindName } from './model.js';
import { Rows } from './rows.js';

/** The message without what each has: the id, which has a column, and the host, in whose address every number would be found. */
const brief = (f) => f.message.replace(`Character ${f.id}: `, '').replace(/https?:\/\/[^/\s]+/, '');

const COLUMNS = [
  { name: 'Id', width: '84px', number: true, value: (f) => f.id },
  { name: 'Kind', width: '130px', value: (f) => kindName(f.kind) },
  { name: 'Attempts', width: '92px', number: true, value: (f) => f.attempts },
  { name: 'Message', width: 'minmax(720px, 1fr)', value: brief, full: (f) => f.message },
];

export class Failures extends Rows {
  constructor(id, signal) {
    super(id, signal, 'failures', COLUMNS, (f) => `${f.id} ${f.kind} ${kindName(f.kind)} ${brief(f)}`);
    this.kinds = h('div.kinds', { role: 'group', 'aria-label': 'Kinds of failure' });
    this.search.field.after(this.kinds);
  }

  /** Failures are stored batch by batch: while one runs, fewer are stored than are counted. */
  async follow(fanOut) {
    this.nothing = fanOut.failed ? `${count(fanOut.failed)} failed, and none is stored yet: a batch stores its failures when it is over.` : 'Nothing failed.';
    if (this.loading || this.storedOf === fanOut.failed) return false;
    await this.load();
    this.storedOf = this.all.length >= fanOut.failed ? fanOut.failed : null;
    return true;
  }

  apply() {
    super.apply((f) => !this.chosen || f.kind === this.chosen);
    const byKind = new Map(this.chosen ? [[this.chosen, 0]] : []);
    for (const f of this.found) byKind.set(f.kind, (byKind.get(f.kind) ?? 0) + 1);
    follow(this.kinds, [...byKind].sort((a, b) => b[1] - a[1]), ([kind]) => kind,
      ([kind]) => h('button', { onclick: () => { this.chosen = this.chosen === kind ? null : kind; this.apply(); } }),
      (button, [kind, n]) => {
        text(button, `${kindName(kind)} ${count(n)}`);
        button.setAttribute('aria-pressed', String(this.chosen === kind));
      });
    this.grid.element.hidden = this.all.length === 0;
    if (!this.all.length) text(this.note, this.nothing);
  }
}
