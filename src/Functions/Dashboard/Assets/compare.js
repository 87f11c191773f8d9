// Two fan-outs side by side, and what changed from the one to the other.
import { Problem, fanOutPath, getIfThere } from './api.js';
import { h, text } from './dom.js';
import { count, millis, moment, plural, rate, shortened, span } from './format.js';
import { Grid, search } from './grid.js';
import { compareOf, shortId, tookSeconds, viewOf } from './model.js';
import { chip, showChip } from './parts.js';

function row(name, a, b, show = count) {
  const change = b - a;
  const known = typeof a === 'number' && typeof b === 'number';
  return h('tr', h('th', name), h('td.n', show(a)), h('td.n', show(b)),
    h(`td.n${change ? '' : '.soft'}`, !known ? '' : change ? `${change > 0 ? '+' : '\u2212'}${show(Math.abs(change))}` : 'same'));
}

function table(title, ids, rows) {
  return h('section.sheet', { 'aria-label': title }, h('h2', title), h('table.sides',
    h('thead', h('tr', h('td'), ids.map((id) => h('th.n', { title: id }, shortened(shortId(id), 20))), h('th.n', 'Change'))),
    h('tbody', rows)));
}

function division(title, ids, a, b) {
  const names = [...new Set([...a.top, ...b.top].map((c) => c.name))];
  const of = (counts, name) => counts.top.find((c) => c.name === name)?.count ?? 0;
  return table(title, ids, [
    names.map((name) => row(name || '(none)', of(a, name), of(b, name))),
    Boolean(a.other || b.other) && row('other', a.other, b.other),
  ].flat().filter(Boolean));
}

function changesPart(changes) {
  if (changes instanceof Problem) return h('p.empty', changes.message);
  const list = (word, ids) => h('div', h('dt', word), h('dd.mono', ids || 'none'));
  const sides = h('dl.two', list('Only in the second', changes.added), list('Only in the first', changes.removed));
  if (!changes.changed.length) return h('div.facts', sides, h('p.soft', 'Characters that are in both are the same in both, field by field.'));
  const grid = new Grid('Changed fields', [
    { name: 'Id', width: '84px', number: true, value: (c) => c.id },
    { name: 'Field', width: '140px', value: (c) => c.field },
    { name: 'Before', width: 'minmax(180px, 1fr)', value: (c) => c.from ?? '' },
    { name: 'After', width: 'minmax(180px, 1fr)', value: (c) => c.to ?? '' },
  ], '50vh');
  const note = h('p.soft', { role: 'status' });
  const find = search('Search changes', apply);
  function apply() {
    const words = find.words();
    const shown = changes.changed.filter((c) => words.every((word) => `${c.id} ${c.field} ${c.from} ${c.to}`.toLowerCase().includes(word)));
    grid.show(shown);
    text(note, `${plural(changes.changedCharacters, 'character')} changed; ${plural(shown.length, 'field')} shown`);
  }
  apply();
  return h('div.facts', sides, h('div.head', find.field, h('span.grow'), note), grid.element);
}

export async function compareView(root, signal, first, second) {
  document.title = 'Compare \u00b7 Fan-outs';
  const waiting = h('p.empty', { role: 'status' }, 'Comparing');
  const ids = [first, second];
  root.append(
    h('div.head', h('a.back', { href: '#/' }, 'Fan-outs'), h('h1', 'Side by side'), h('span.grow'),
      h('a.button', { href: compareOf(second, first) }, 'Swap')), waiting);
  const [a, b, reportA, reportB, changes] = await Promise.all([
    fanOutPath(first), fanOutPath(second), fanOutPath(first, '/report'), fanOutPath(second, '/report'),
    fanOutPath(second, `/changes?since=${encodeURIComponent(first)}`),
  ].map((path) => getIfThere(path, { signal })));
  const missing = [a, b].find((f) => f instanceof Problem);
  if (missing) {
    text(waiting, missing.message);
    return;
  }
  waiting.remove();
  const head = (fanOut, which) => {
    const state = chip();
    showChip(state, fanOut);
    return h('div.sheet.facts', h('div.head', h('span.soft', which), h('a.mono', { href: viewOf(fanOut.id) }, fanOut.id), state),
      h('p.soft', `${moment(fanOut.createdAt)} \u00b7 ids ${shortened(fanOut.request.ids, 60)}`));
  };
  const figures = [
    ['Requested', a.requested, b.requested], ['Fetched', a.fetched, b.fetched], ['Failed', a.failed, b.failed],
    ['Took more than one request', reportA.retried, reportB.retried],
    ['Fetches at once', a.request.maxConcurrency, b.request.maxConcurrency],
    ['Took', tookSeconds(a), tookSeconds(b), span], ['Ids a second', a.idsPerSecond, b.idsPerSecond, rate],
    ...['p50', 'p95', 'p99'].map((p) => [`Latency ${p}`, reportA.latencyMs?.[p], reportB.latencyMs?.[p], millis]),
  ];
  root.append(
    h('div.two', head(a, 'First'), head(b, 'Second')),
    h('section.sheet', { 'aria-label': 'What changed' }, h('h2', 'What changed from the first to the second'), changesPart(changes)),
    h('div.two',
      table('Figures', ids, figures.map((figure) => row(...figure))),
      reportA.byStatus && reportB.byStatus && [['Status', 'byStatus'], ['Species', 'bySpecies'], ['Gender', 'byGender']]
        .map(([title, name]) => division(title, ids, reportA[name], reportB[name]))));
}
