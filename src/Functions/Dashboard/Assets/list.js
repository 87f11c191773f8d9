// All fan-outs, newest first; and the form that starts another.
import { getJson, poll } from './api.js';
import { follow, h, text } from './dom.js';
import { clock, count, moment, percent, rate, shortened, span } from './format.js';
import { STATES, compareOf, finished, isOver, shortId, tookSeconds, viewOf } from './model.js';
import { chip, progress, showChip, showProgress } from './parts.js';
import { startForm } from './start.js';

const PAGE = 50;

export async function listView(root, signal) {
  document.title = 'Fan-outs';
  let status = '';
  let older = [];
  let continuation = null;
  let wake = () => {};
  const chosen = new Set();

  const filter = h('select', { onchange: () => { status = filter.value; older = []; continuation = null; wake(); } },
    h('option', { value: '' }, 'All'),
    Object.entries(STATES).filter(([value]) => value !== 'throttled').map(([value, { word }]) => h('option', { value }, word)));
  const summary = h('p.soft');
  const rows = h('tbody');
  const empty = h('p.empty', { hidden: true });
  const more = h('button', { type: 'button', hidden: true, onclick: () => loadMore() }, 'Show older ones');
  const compare = h('a.button', { 'aria-disabled': 'true' });
  const table = h('table.fanouts',
    h('caption.said', 'Fan-outs, newest first'),
    h('thead', h('tr',
      h('th', { scope: 'col' }, h('span.said', 'Choose to compare')),
      ['Fan-out', 'State', 'Progress'].map((name) => h('th', { scope: 'col' }, name)),
      ['Fetched', 'Failed', 'Ids/s', 'Took'].map((name) => h('th.n', { scope: 'col' }, name)),
      h('th.n', { scope: 'col' }, 'Started'))),
    rows);

  root.append(h('div.split',
    h('section', { 'aria-labelledby': 'list-title' },
      h('div.head', h('h1', { id: 'list-title' }, 'Fan-outs'), summary, h('span.grow'), compare, h('label.inline', 'Show', filter)),
      h('div.sheet', table, empty), h('div.row', more)),
    startForm()));
  showChosen();

  function showChosen() {
    const [a, b] = chosen;
    const ready = chosen.size === 2;
    compare.setAttribute('aria-disabled', String(!ready));
    if (ready) compare.href = compareOf(b, a);
    else compare.removeAttribute('href');
    text(compare, ready ? 'Compare the two' : chosen.size ? 'Choose one more to compare' : 'Choose two to compare');
  }

  const query = (rest) => `fanouts?${new URLSearchParams({ top: PAGE, ...(status ? { status } : {}), ...rest })}`;

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
        if (box.checked) chosen.add(fanOut.id);
        else chosen.delete(fanOut.id);
        if (chosen.size > 2) {
          const first = chosen.values().next().value;
          chosen.delete(first);
          const other = rows.querySelector(`tr[data-follow="${CSS.escape(first)}"] input`);
          if (other) other.checked = false;
        }
        showChosen();
      },
    });
    return h('tr',
      h('td.pick', box),
      h('td.id', h('a.mono', { href: viewOf(fanOut.id), title: fanOut.id }, shortId(fanOut.id)), h('span.soft.ids')),
      h('td.state', chip()),
      h('td.bar', progress(`Progress of ${fanOut.id}`), h('span.soft.note')),
      h('td.n.fetched'), h('td.n.failed'), h('td.n.rate'), h('td.n.took'), h('td.n.when'));
  }

  function updateRow(row, fanOut) {
    const [, id, state, bar, fetched, failed, speed, took, when] = row.children;
    text(id.lastChild, shortened(fanOut.request.ids, 34));
    showChip(state.firstChild, fanOut);
    showProgress(bar.firstChild, fanOut);
    text(bar.lastChild, isOver(fanOut) ? `${percent(finished(fanOut), fanOut.requested)} of ${count(fanOut.requested)}`
      : fanOut.throttledUntil ? `until ${clock(fanOut.throttledUntil)}`
        : fanOut.secondsLeft ? `${percent(finished(fanOut), fanOut.requested)}, ${span(fanOut.secondsLeft)} left` : percent(finished(fanOut), fanOut.requested));
    text(fetched, count(fanOut.fetched));
    text(failed, count(fanOut.failed));
    failed.classList.toggle('bad', fanOut.failed > 0);
    text(speed, rate(fanOut.idsPerSecond));
    text(took, span(tookSeconds(fanOut)));
    text(when, moment(fanOut.createdAt));
  }

  await poll(signal, async () => {
    const page = await getJson(query({}), { signal });
    const newest = page.fanOuts;
    if (!older.length) continuation = page.continuation ?? null;
    more.hidden = !continuation;
    const known = new Set(newest.map((f) => f.id));
    const all = newest.concat(older.filter((f) => !known.has(f.id)));
    follow(rows, all, (f) => f.id, createRow, updateRow);
    const live = all.filter((f) => !isOver(f)).length;
    text(summary, all.length ? `${count(all.length)}${continuation ? '+' : ''} shown${live ? `, ${count(live)} under way` : ''}` : '');
    table.hidden = all.length === 0;
    empty.hidden = all.length > 0;
    text(empty, status ? 'None in this state.' : 'No fan-out yet. Start one with the form, of ids such as 1-99.');
    return live ? 1000 : 3000;
  }, (again) => { wake = again; });
}
