// A table of any number of rows: only those in sight exist as elements. Sorts by its headers.
import { h, text } from './dom.js';

const ROW = 28;
const SPARE = 6;

export class Grid {
  /** columns: [{name, width, value(row), show?(row), full?(row), number?}]: sorted by value, the full text is told on pointing. */
  constructor(label, columns, height = '62vh') {
    this.columns = columns;
    this.column = 0;
    this.down = false;
    this.pool = [];
    this.heads = columns.map((column, i) =>
      h(`div.th${column.number ? '.n' : ''}`, { role: 'columnheader' }, h('button', { onclick: () => this.sortBy(i) }, column.name)));
    this.body = h('div.tbody', { role: 'rowgroup' });
    this.table = h('div.table', { role: 'table', 'aria-label': label },
      h('div.thead', { role: 'rowgroup' }, h('div.tr', { role: 'row', 'aria-rowindex': '1' }, this.heads)), this.body);
    this.element = h('div.scroller', { tabindex: '0', role: 'region', 'aria-label': `${label}, scrolls` }, this.table);
    this.element.style.maxHeight = height;
    this.table.style.setProperty('--columns', columns.map((c) => c.width).join(' '));
    this.element.addEventListener('scroll', () => this.paint());
    new ResizeObserver(() => this.paint()).observe(this.element);
    this.show([]);
  }

  sortBy(column) {
    this.down = this.column === column && !this.down;
    this.column = column;
    this.element.scrollTop = 0;
    this.show(this.rows);
  }

  show(rows) {
    const { value } = this.columns[this.column];
    const sign = this.down ? -1 : 1;
    const keyed = rows.map((row) => [value(row), row]).sort((a, b) => (a[0] < b[0] ? -sign : a[0] > b[0] ? sign : 0));
    this.rows = keyed.map((pair) => pair[1]);
    this.heads.forEach((head, i) => head.setAttribute('aria-sort', i !== this.column ? 'none' : this.down ? 'descending' : 'ascending'));
    this.table.setAttribute('aria-rowcount', rows.length + 1);
    this.body.style.height = `${rows.length * ROW}px`;
    this.paint();
  }

  paint() {
    const inSight = Math.ceil((this.element.clientHeight || 600) / ROW) + 2 * SPARE;
    const wanted = Math.min(this.rows.length, inSight);
    while (this.pool.length < wanted) {
      const row = h('div.tr', { role: 'row' }, this.columns.map((c) => h(`div.td${c.number ? '.n' : ''}`, { role: 'cell' })));
      this.pool.push(row);
      this.body.append(row);
    }
    const first = Math.max(0, Math.min(this.rows.length - wanted, Math.floor(this.element.scrollTop / ROW) - SPARE));
    this.pool.forEach((element, slot) => {
      // Row i always sits in element i mod pool: while scrolling, most elements keep what they show.
      const size = this.pool.length;
      const index = first + ((slot - first) % size + size) % size;
      element.hidden = index >= this.rows.length || index >= first + wanted;
      if (element.hidden) return;
      const row = this.rows[index];
      if (element.shown !== row) {
        this.columns.forEach((c, i) => {
          text(element.children[i], (c.show ?? c.value)(row));
          element.children[i].title = c.full?.(row) ?? element.children[i].textContent;
        });
        element.shown = row;
      }
      element.style.transform = `translateY(${index * ROW}px)`;
      element.classList.toggle('odd', index % 2 === 1);
      element.setAttribute('aria-rowindex', index + 2);
    });
  }
}

/** A field that searches rows, and the words in it: all of them have to occur somewhere in a row. */
export function search(label, apply) {
  const field = h('input', {
    type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false', oninput: () => apply(),
  });
  return { field, words: () => field.value.toLowerCase().split(/\s+/).filter(Boolean) };
}
