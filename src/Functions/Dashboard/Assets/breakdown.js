// How the characters divide: rings for what has few values, ranked bars for what has many.
import { h, s, text } from './dom.js';
import { count, percent } from './format.js';

const SLICES = 5;
const MOST = 20;
const FEW = 10;
// A circle of this radius is 100 long: dashes are shares in percent.
const RADIUS = 15.9155;

const sum = (counts) => counts.reduce((total, c) => total + c.count, 0);

/** {top: [{name, count}], other} out of a map of counts. */
export function topOf(counts, other) {
  const all = Object.entries(counts).map(([name, n]) => ({ name, count: n })).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return { top: all.slice(0, MOST), other: other + sum(all.slice(MOST)) };
}

const total = (counts) => sum(counts.top) + counts.other;

/** The first ones, and what the rest comes to. */
function cut(counts, most) {
  const rest = sum(counts.top.slice(most)) + counts.other;
  const shown = counts.top.slice(0, most).map((c, i) => ({ ...c, tone: `c-${i}` }));
  return rest ? [...shown, { name: 'other', count: rest, rest: true, tone: 'c-rest' }] : shown;
}

const columns = (...names) => h('thead.said', h('tr', names.map((name) => h('th', name))));

export function ring(title) {
  const arcs = s('g');
  const middle = s('text', { x: 21, y: 21, 'text-anchor': 'middle', 'dominant-baseline': 'central' });
  const rows = h('tbody');
  const element = h('section.sheet.ring', { 'aria-label': title, hidden: true },
    h('h2', title),
    h('div',
      s('svg', { viewBox: '0 0 42 42', 'aria-hidden': 'true' }, s('circle', { cx: 21, cy: 21, r: RADIUS }), arcs, middle),
      h('table.legend', { 'aria-label': `Characters by ${title.toLowerCase()}` }, columns(title, 'Characters', 'Share'), rows)));
  return {
    element,
    show(counts) {
      const whole = total(counts);
      const slices = cut(counts, SLICES);
      const gap = slices.length > 1 ? 0.7 : 0;
      let turned = 25;
      arcs.replaceChildren(...slices.map((c) => {
        const share = (100 * c.count) / whole;
        const dash = Math.max(0.2, share - gap);
        const arc = s(`circle.${c.tone}`, { cx: 21, cy: 21, r: RADIUS, 'stroke-dasharray': `${dash} ${100 - dash}`, 'stroke-dashoffset': turned });
        turned -= share;
        return arc;
      }));
      text(middle, whole && !slices[0].rest ? percent(slices[0].count, whole) : '');
      rows.replaceChildren(...slices.map((c) => h('tr',
        h('th', h(`span.swatch.${c.tone}`), c.name || '(none)'),
        h('td.n', count(c.count)), h('td.n.soft', percent(c.count, whole)))));
      element.hidden = whole === 0;
    },
  };
}

export function ranking(title) {
  const rows = h('tbody');
  let all = false;
  let last = null;
  const more = h('button.plain', { onclick: () => { all = !all; show(last); } });
  const element = h('section.sheet.ranking', { 'aria-label': title, hidden: true }, h('h2', title),
    h('table', { 'aria-label': title }, columns('Name', 'Characters'), rows), more);
  function show(counts) {
    last = counts;
    const shown = cut(counts, all ? MOST : FEW);
    const longest = Math.max(1, ...counts.top.map((c) => c.count));
    rows.replaceChildren(...shown.map((c) => {
      const bar = h('i');
      bar.style.width = c.rest ? '0' : `${(100 * c.count) / longest}%`;
      return h(`tr.${c.tone}`, h('th', bar, c.name || '(none)'), h('td.n', count(c.count)));
    }));
    more.hidden = counts.top.length <= FEW;
    text(more, all ? 'Show fewer' : `Show ${counts.top.length}`);
    more.setAttribute('aria-label', `${title}: ${more.textContent}`);
    element.hidden = total(counts) === 0;
  }
  return { element, show };
}
