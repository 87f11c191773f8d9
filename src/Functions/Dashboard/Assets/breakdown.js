// How the characters divide: rings for what has few values, ranked bars for what has many.
import { follow, h, s, text } from './dom.js';
import { count, percent } from './format.js';

const SLICES = 5;
const RADIUS = 15.9155;

/** {top: [{name, count}], other} out of a map of counts. */
export function topOf(counts, other = 0, most = 20) {
  const all = Object.entries(counts ?? {}).map(([name, n]) => ({ name, count: n })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { top: all.slice(0, most), other: other + all.slice(most).reduce((sum, c) => sum + c.count, 0) };
}

function cut(counts, most) {
  const rest = counts.top.slice(most).reduce((sum, c) => sum + c.count, 0) + (counts.other ?? 0);
  const shown = counts.top.slice(0, most);
  return rest ? [...shown, { name: 'other', count: rest, rest: true }] : shown;
}

const keyOf = (c) => (c.rest ? '/rest' : c.name);
const total = (counts) => counts.top.reduce((sum, c) => sum + c.count, 0) + (counts.other ?? 0);

export function ring(title) {
  const arcs = s('g');
  const middle = s('text', { x: 21, y: 21, 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  const rows = h('tbody');
  const element = h('section.sheet.ring', { 'aria-label': title },
    h('h2', title),
    h('div',
      s('svg', { viewBox: '0 0 42 42', 'aria-hidden': 'true' }, s('circle.base', { cx: 21, cy: 21, r: RADIUS }), arcs, middle),
      h('table.legend', h('caption.said', `Characters by ${title.toLowerCase()}`),
        h('thead.said', h('tr', h('th', { scope: 'col' }, title), h('th', { scope: 'col' }, 'Characters'), h('th', { scope: 'col' }, 'Share'))), rows)));
  return {
    element,
    show(counts) {
      const whole = total(counts);
      const slices = cut(counts, SLICES);
      let turned = 25;
      follow(arcs, slices, keyOf, () => s('circle'), (arc, c) => {
        const share = (100 * c.count) / whole;
        const gap = slices.length > 1 ? 0.7 : 0;
        const tone = c.rest ? 'rest' : slices.indexOf(c);
        arc.setAttribute('class', `slice c-${tone}`);
        for (const [k, v] of Object.entries({ cx: 21, cy: 21, r: RADIUS, 'stroke-dasharray': `${Math.max(0.2, share - gap)} ${100 - share + gap}`, 'stroke-dashoffset': turned })) arc.setAttribute(k, v);
        turned -= share;
      });
      text(middle, slices.length && !slices[0].rest ? percent(slices[0].count, whole) : '');
      follow(rows, slices, keyOf, () => h('tr', h('th', { scope: 'row' }, h('span.swatch', { 'aria-hidden': 'true' }), h('span')), h('td.n'), h('td.n.soft')), (row, c) => {
        row.firstChild.firstChild.setAttribute('class', `swatch c-${c.rest ? 'rest' : slices.indexOf(c)}`);
        text(row.firstChild.lastChild, c.name || '(none)');
        text(row.children[1], count(c.count));
        text(row.children[2], percent(c.count, whole));
      });
      element.hidden = whole === 0;
    },
  };
}

export function ranking(title, most = 10) {
  const rows = h('tbody');
  let all = false;
  let last = null;
  const more = h('button.plain', { type: 'button', onclick: () => { all = !all; show(last); } });
  more.hidden = true;
  const element = h('section.sheet.ranking', { 'aria-label': title }, h('h2', title),
    h('table', h('caption.said', title),
      h('thead.said', h('tr', h('th', { scope: 'col' }, 'Name'), h('th', { scope: 'col' }, 'Characters'))), rows), more);
  function show(counts) {
    last = counts;
    const whole = total(counts);
    const shown = cut(counts, all ? 20 : most);
    const longest = Math.max(1, ...shown.filter((c) => !c.rest).map((c) => c.count));
    follow(rows, shown, keyOf, () => h('tr', h('th', { scope: 'row' }, h('i.meter', { 'aria-hidden': 'true' }), h('span')), h('td.n')), (row, c) => {
      row.classList.toggle('rest', Boolean(c.rest));
      row.firstChild.firstChild.style.width = c.rest ? '0' : `${(100 * c.count) / longest}%`;
      text(row.firstChild.lastChild, c.name || '(none)');
      text(row.lastChild, count(c.count));
    });
    more.hidden = counts.top.length <= most;
    text(more, all ? 'Fewer' : `All ${counts.top.length}`);
    more.setAttribute('aria-label', `${title}: ${more.textContent}`);
    element.hidden = whole === 0;
  }
  return { element, show };
}
