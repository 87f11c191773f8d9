// A table of any number of rows: only those in sight exist as elements. Sorts by its headers.
import { h, text } from './dom.js';

const ROW = 28;
const SPARE = 6;

export class Grid {
  /** columns: [{name, width, value(row), show?(row), number?}]; value is what is sorted by. */
  constructor(label, columns, { height = '62vh', sorted = 0 } = {}) {
    this.columns = columns;
    this.rows = [];
    this.order = { column: sorted, down: false };
    this.pool = [];
    this.heads = columns.map((column, i) => {
      const button = h('button', { type: 'button', onclick: () => this.sortBy(i) }, column.name);
      return h(`div.th${column.number ? '.n' : ''}`, { role: 'columnheader' }, button);
    });
    this.body = h('div.tbody', { role: 'rowgroup' });
    this.table = h('div.table', { role: 'table', 'aria-label': label, 'aria-colcount': columns.length },
      h('div.thead', { role: 'rowgroup' }, h('div.tr', { role: 'row', 'aria-rowindex': '1' }, this.heads)), this.body);
    this.scroller = h('div.grid', { tabindex: '0', role: 'region', 'aria-label': `${label}, scrolls`, style: { 'max-height': height } }, this.table);
    this.table.style.setProperty('--columns', columns.map((c) => c.width).join(' '));
    this.element = this.scroller;
    let due = false;
    const later = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => { due = false; this.paint(); });
    };
    this.scroller.addEventListener('scroll', later, { passive: true });
    this.watch = new ResizeObserver(later);
    this.watch.observe(this.scroller);
    this.markOrder();
  }

  close() {
    this.watch.disconnect();
  }

  sortBy(column) {
    this.order = { column, down: this.order.column === column ? !this.order.down : false };
    this.markOrder();
    this.sort();
    this.scroller.scrollTop = 0;
    this.paint();
  }

  markOrder() {
    this.heads.forEach((head, i) => {
      const order = i !== this.order.column ? 'none' : this.order.down ? 'descending' : 'ascending';
      head.setAttribute('aria-sort', order);
    });
  }

  sort() {
    const { value } = this.columns[this.order.column];
    const sign = this.order.down ? -1 : 1;
    const keyed = this.rows.map((row) => [value(row), row]);
    keyed.sort((a, b) => (a[0] < b[0] ? -sign : a[0] > b[0] ? sign : 0));
    this.rows = keyed.map((pair) => pair[1]);
  }

  show(rows) {
    this.rows = rows.slice();
    this.sort();
    this.table.setAttribute('aria-rowcount', this.rows.length + 1);
    this.body.style.height = `${this.rows.length * ROW}px`;
    this.paint();
  }

  paint() {
    const inSight = Math.ceil((this.scroller.clientHeight || 600) / ROW) + 2 * SPARE;
    const wanted = Math.min(this.rows.length, inSight);
    while (this.pool.length < wanted) {
      const row = h('div.tr', { role: 'row' }, this.columns.map((c) => h(`div.td${c.number ? '.n' : ''}`, { role: 'cell' })));
      this.pool.push(row);
      this.body.append(row);
    }
    const first = Math.max(0, Math.min(this.rows.length - wanted, Math.floor(this.scroller.scrollTop / ROW) - SPARE));
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
          element.children[i].title = element.children[i].textContent;
        });
        element.shown = row;
      }
      element.style.transform = `translateY(${index * ROW}px)`;
      element.classList.toggle('odd', index % 2 === 1);
      element.setAttribute('aria-rowindex', index + 2);
    });
  }
}

/** A field that searches rows: all words have to occur somewhere in the row. */
export function search(label, apply) {
  let timer = 0;
  const field = h('input', {
    type: 'search', placeholder: label, 'aria-label': label, autocomplete: 'off', spellcheck: 'false',
    oninput: () => { clearTimeout(timer); timer = setTimeout(apply, 80); },
  });
  return {
    field,
    matches(haystacks) {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      return words.length ? (row) => words.every((word) => haystacks(row).includes(word)) : () => true;
    },
  };
}
