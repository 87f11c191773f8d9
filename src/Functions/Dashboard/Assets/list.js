// All fan-outs, newest first; and the form that starts another.
import { getJson, poll } from './api.js';
import { follow, h, text } from './dom.js';
import { clock, count, moment, percent, rate, shortened, span } from './format.js';
import { SHOWN_ONLY, STATES, compareOf, finished, isOver, shortId, stateOf, tookSeconds, viewOf, waitOf } from './model.js';
import { action, chip, progress, showChip, showProgress } from './parts.js';
import { startForm } from './start.js';

const PAGE = 50;

export async function listView(root, signal) {
  document.title = 'Fan-outs';
  let older = [];
  let continuation = null;
  let wake = () => {};
  let several = false;
  const chosen = new Map();

  const filter = h('select', { onchange: () => { older = []; continuation = null; wake(); } },
    h('option', { value: '' }, 'All'),
    Object.entries(STATES).filter(([value]) => !SHOWN_ONLY.has(value)).map(([value, [word]]) => h('option', { value }, word)));
  const summary = h('p.soft');
  const rows = h('tbody');
  const empty = h('p.empty', { hidden: true });
  const more = action('Show older ones', loadMore);
  more.hidden = true;
  const compare = h('a.button', { 'aria-disabled': 'true' });
  const table = h('table.fanouts', { 'aria-label': 'Fan-outs, newest first', hidden: true },
    h('thead', h('tr',
      h('th', h('span.said', 'Choose to compare')),
      ['Fan-out', 'State', 'Progress'].map((name) => h('th', name)), ['Fetched', 'Failed', 'Ids/s', 'Took', 'Started'].map((name) => h('th.n', name)))),
    rows);

  root.append(h('div.split',
    h('section', { 'aria-labelledby': 'list-title' },
      h('div.head', h('h1', { id: 'list-title' }, 'Fan-outs'), summary, h('span.grow'), compare, h('label.inline', 'Show', filter)),
      h('div.sheet', table, empty), h('div.row', more)),
    startForm()));
  showChosen();

  function showChosen() {
    const [a, b] = [...chosen.keys()].sort((x, y) => (chosen.get(x) < chosen.get(y) ? -1 : 1));
    compare.setAttribute('aria-disabled', String(!b));
    if (b) compare.href = compareOf(a, b);
    else compare.removeAttribute('href');
    text(compare, b ? 'Compare the two' : a ? 'Choose one more to compare' : 'Choose two to compare');
  }

  const query = (rest) => `fanouts?${new URLSearchParams({ top: PAGE, ...(filter.value && { status: filter.value }), ...rest })}`;

  async function loadMore() {
    const page = await getJson(query({ continuation }));
    older = older.concat(page.fanOuts);
    continuation = page.continuation ?? null;
    more.hidden = !continuation;
    wake();
  }

  function createRow(fanOut) {
    const box = h('input', {
      type: 'checkbox', 'aria-label': `Compare ${fanOut.id}`,
      onchange: () => {
        if (box.checked) chosen.set(fanOut.id, fanOut.createdAt);
        else chosen.delete(fanOut.id);
        if (chosen.size > 2) chosen.delete(chosen.keys().next().value);
        for (const row of rows.children) row.querySelector('input').checked = chosen.has(row.dataset.follow);
        showChosen();
      },
    });
    return h('tr',
      h('td', box),
      h('td', h('a.mono', { href: viewOf(fanOut.id), title: fanOut.id }, shortId(fanOut.id)), h('span.note'), h('span.note')),
      h('td', chip()),
      h('td.bar', progress(`Progress of ${fanOut.id}`), h('span.note')),
      h('td.n.fetched'), h('td.n.failed'), h('td.n.rate'), h('td.n.took'), h('td.n'));
  }

  function updateRow(row, fanOut) {
    const [, id, state, bar, ...figures] = row.children;
    const upstream = id.children[2];
    text(id.children[1], shortened(fanOut.request.ids, 34));
    text(upstream, several ? shortened(fanOut.upstream ?? '', 40) : '');
    showChip(state.firstChild, fanOut);
    showProgress(bar.firstChild, fanOut);
    const { word } = stateOf(fanOut);
    const wait = fanOut.canceling ? null : waitOf(fanOut);
    text(bar.lastChild, `${percent(finished(fanOut), fanOut.requested)} of ${count(fanOut.requested)}${
      wait ? `, ${wait.reason === 'throttled' ? 'waits until' : 'next try'} ${clock(wait.nextTryAt)}`
        : word === 'Running' && fanOut.secondsLeft ? `, ${span(fanOut.secondsLeft)} left` : ''}`);
    [count(fanOut.fetched), count(fanOut.failed), rate(fanOut.idsPerSecond), span(tookSeconds(fanOut)), moment(fanOut.createdAt)]
      .forEach((value, i) => text(figures[i], value));
    figures[1].classList.toggle('bad', fanOut.failed > 0);
  }

  await poll(signal, async () => {
    const page = await getJson(query({}), { signal });
    const newest = page.fanOuts;
    if (!older.length) continuation = page.continuation ?? null;
    more.hidden = !continuation;
    const known = new Set(newest.map((f) => f.id));
    const all = newest.concat(older.filter((f) => !known.has(f.id)));
    // Where all have one upstream it is said once.
    const upstreams = [...new Set(all.map((f) => f.upstream ?? ''))];
    several = upstreams.length > 1;
    follow(rows, all, (f) => f.id, createRow, updateRow);
    const live = all.filter((f) => !isOver(f)).length;
    text(summary, all.length ? `${count(all.length)}${continuation ? '+' : ''} shown${live ? `, ${count(live)} under way` : ''}${several || !upstreams[0] ? '' : `, from ${upstreams[0]}`}` : '');
    table.hidden = all.length === 0;
    empty.hidden = all.length > 0;
    text(empty, filter.value ? 'None in this state.' : 'No fan-out yet. Start one with the form, of ids such as 1-99.');
    return live ? 1000 : 3000;
  }, (again) => { wake = again; });
}
