// Two fan-outs side by side, and what changed from the one to the other.
import { Problem, fanOutPath, getJson } from './api.js';
import { h, text } from './dom.js';
import { count, millis, moment, plural, rate, shortened, span } from './format.js';
import { Grid, search } from './grid.js';
import { compareOf, shortId, tookSeconds, viewOf } from './model.js';
import { chip, showChip } from './parts.js';

async function optional(path, signal) {
  try {
    return await getJson(path, { signal });
  } catch (e) {
    if (e instanceof Problem) return { problem: e.message };
    throw e;
  }
}

const signed = (n, show) => (n === 0 || !Number.isFinite(n) ? '' : `${n > 0 ? '+' : '\u2212'}${show(Math.abs(n))}`);

function row(name, a, b, show = count) {
  const same = a === b;
  const known = typeof a === 'number' && typeof b === 'number';
  return h('tr', h('th', { scope: 'row' }, name), h('td.n', show(a)), h('td.n', show(b)),
    h(`td.n${same ? '.soft' : ''}`, known ? signed(b - a, show) || 'same' : ''));
}

function table(title, ids, rows) {
  return h('section.sheet', { 'aria-label': title }, h('h2', title), h('table.sides',
    h('thead', h('tr', h('th', { scope: 'col' }, h('span.said', 'What')), ids.map((id) => h('th.n', { scope: 'col', title: id }, shortId(id))), h('th.n', { scope: 'col' }, 'Change'))),
    h('tbody', rows)));
}

function division(title, ids, a, b) {
  const names = [...new Set([...a.top, ...b.top].map((c) => c.name))];
  const of = (counts, name) => counts.top.find((c) => c.name === name)?.count ?? 0;
  return table(title, ids, [
    ...names.map((name) => row(name || '(none)', of(a, name), of(b, name))),
    ...(a.other || b.other ? [row('other', a.other, b.other)] : []),
  ]);
}

function changesPart(changes) {
  if (changes.problem) return h('p.empty', changes.problem);
  const grid = new Grid('Changed fields', [
    { name: 'Id', width: '84px', number: true, value: (c) => c.id },
    { name: 'Field', width: '140px', value: (c) => c.field },
    { name: 'Before', width: 'minmax(180px, 1fr)', value: (c) => c.from ?? '' },
    { name: 'After', width: 'minmax(180px, 1fr)', value: (c) => c.to ?? '' },
  ], { height: '50vh' });
  const note = h('p.soft', { role: 'status' });
  const find = search('Search changes', apply);
  function apply() {
    const shown = changes.changed.filter(find.matches((c) => `${c.id} ${c.field} ${c.from} ${c.to}`.toLowerCase()));
    grid.show(shown);
    text(note, `${plural(changes.changedCharacters, 'character')} changed; ${plural(shown.length, 'field')} shown`);
  }
  apply();
  const list = (word, ids) => h('div', h('dt', word), h('dd.mono', ids || 'none'));
  return h('div',
    h('dl.facts.two', list('Only in the second', changes.added), list('Only in the first', changes.removed)),
    changes.changed.length > 0 && h('div.head', find.field, h('span.grow'), note), changes.changed.length > 0 && grid.element,
    changes.changed.length === 0 && h('p.soft', 'Characters that are in both are the same in both, field by field.'));
}

export async function compareView(root, signal, first, second) {
  document.title = 'Compare \u00b7 Fan-outs';
  const waiting = h('p.empty', { role: 'status' }, 'Comparing');
  const ids = [first, second];
  root.append(
    h('div.head', h('a.back', { href: '#/' }, 'Fan-outs'), h('h1', 'Side by side'), h('span.grow'),
      h('a.button', { href: compareOf(second, first) }, 'Swap')), waiting);
  const [a, b, reportA, reportB, changes] = await Promise.all([
    ...ids.map((id) => optional(fanOutPath(id), signal)),
    ...ids.map((id) => optional(fanOutPath(id, '/report'), signal)),
    optional(fanOutPath(second, `/changes?since=${encodeURIComponent(first)}`), signal),
  ]);
  const missing = [a, b].find((f) => f.problem);
  if (missing) {
    text(waiting, missing.problem);
    return;
  }
  waiting.remove();
  const head = (fanOut) => {
    const state = chip();
    showChip(state, fanOut);
    return h('div.sheet', h('a.mono', { href: viewOf(fanOut.id) }, fanOut.id), state,
      h('p.soft', `${moment(fanOut.createdAt)} \u00b7 ids ${shortened(fanOut.request.ids, 60)}`));
  };
  const latency = (report, name) => report.latencyMs?.[name] ?? null;
  root.append(
    h('div.two', head(a), head(b)),
    h('section.sheet', { 'aria-label': 'What changed' }, h('h2', 'What changed from the first to the second'), changesPart(changes)),
    h('div.rankings',
      table('Figures', ids, [
        row('Requested', a.requested, b.requested), row('Fetched', a.fetched, b.fetched), row('Failed', a.failed, b.failed),
        row('Retried', reportA.retried ?? null, reportB.retried ?? null),
        row('Fetches at once', a.request.maxConcurrency, b.request.maxConcurrency),
        row('Took', tookSeconds(a), tookSeconds(b), span), row('Ids a second', a.idsPerSecond, b.idsPerSecond, rate),
        ...['p50', 'p95', 'p99'].map((p) => row(`Latency ${p}`, latency(reportA, p), latency(reportB, p), millis)),
      ]),
      !reportA.problem && !reportB.problem && [['Status', 'byStatus'], ['Species', 'bySpecies'], ['Gender', 'byGender']]
        .map(([title, name]) => division(title, ids, reportA[name], reportB[name]))));
}
