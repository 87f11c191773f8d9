// All fan-outs: searched, filtered and sorted as the page's address says, newest first when it says nothing.
import { fanOutPath, getJson, poll, post, request } from './api.js';
import { follow, h, say, text } from './dom.js';
import { count, countdown, moment, percent, plural, rate, shortened, span } from './format.js';
import { SHOWN_ONLY, STATES, compareOf, finished, isOver, place, shortId, stateOf, tookSeconds, viewOf, waitOf } from './model.js';
import { action, chip, confirmed, labels, progress, showChip, showProgress } from './parts.js';
import { startForm } from './start.js';

const PAGE = 50;
const MOST = 200;

/** The columns by what the address calls them: heading, what is sorted by, and whether the largest comes first. */
const COLUMNS = {
  name: ['Fan-out', (f) => f.id.toLowerCase(), false],
  state: ['State', (f) => stateOf(f).word, false],
  progress: ['Progress', (f) => finished(f) / (f.requested || 1), true],
  fetched: ['Fetched', (f) => f.fetched, true],
  failed: ['Failed', (f) => f.failed, true],
  rate: ['Ids/s', (f) => f.idsPerSecond ?? 0, true],
  took: ['Took', tookSeconds, true],
  started: ['Started', (f) => f.createdAt, true],
};

const SINCE = { '': ['Any time'], hour: ['Last hour', 3600], day: ['Last 24 hours', 86400], week: ['Last 7 days', 604800], month: ['Last 30 days', 2592000] };

export async function listView(root, signal, address) {
  document.title = 'Fan-outs';
  let newest = [];
  let older = [];
  let continuation = null;
  let wake = () => {};
  let several = false;
  const chosen = new Map();
  const asked = address.getAll('label');

  const options = (entries) => entries.map(([value, [word]]) => h('option', { value }, word));
  const states = h('select', { onchange: again }, h('option', { value: '' }, 'All'), h('option', { value: 'pending,running,paused' }, 'Under way'),
    options(Object.entries(STATES).filter(([value]) => !SHOWN_ONLY.has(value))));
  const since = h('select', { 'aria-label': 'Started', onchange: again }, options(Object.entries(SINCE)));
  const search = h('input', { type: 'search', 'aria-label': 'Search fan-outs', placeholder: 'Search names, ids, labels', oninput: () => { keep(); show(); } });
  states.value = address.get('status') ?? '';
  since.value = address.get('since') ?? '';
  if (states.selectedIndex < 0) states.value = '';
  if (since.selectedIndex < 0) since.value = '';
  search.value = address.get('q') ?? '';
  let sort = COLUMNS[address.get('sort')] ? address.get('sort') : 'started';
  let reversed = address.has('reversed');

  const summary = h('p.soft.grow', { role: 'status' });
  const rows = h('tbody');
  const empty = h('p.empty', { hidden: true });
  const more = action('Show older ones', loadMore);
  more.hidden = true;
  const compare = h('a.button', { hidden: true }, 'Compare the two');
  const cancel = many('Cancel', (f) => !isOver(f) && !f.canceling, (ids) => [`Cancel ${ids}?`, 'Nothing more is fetched. What is in flight comes to its end; what was fetched stays.'],
    (id) => post(fanOutPath(id, '/cancel')), 'Canceling');
  const remove = many('Delete', isOver, (ids) => [`Delete ${ids}?`, 'Their records and their results are deleted; this cannot be undone.'],
    (id) => request(fanOutPath(id), { method: 'DELETE' }), 'Deleted');
  const filters = asked.map((label) => h('a.label', { href: '#/', title: 'Show those without this label too', 'aria-label': `No longer only ${label}` }, `${label} \u00d7`));
  const heads = Object.entries(COLUMNS).map(([name, [word]]) => h(`th.th.${name}`, { scope: 'col', 'data-sort': name }, h('button', { onclick: () => sortBy(name) }, word)));
  const table = h('table.fanouts', { 'aria-label': 'Fan-outs', hidden: true },
    h('thead', h('tr', h('th.pick', h('span.said', 'Choose')), heads)), rows);
  const form = startForm();

  root.classList.add('list');
  root.append(
    h('div.head', h('h1', 'Fan-outs'), summary, filters, search, h('label.inline', 'Show', states), since, compare, cancel, remove, h('a.button', { href: '#/schedules' }, 'Schedules'),
      h('button.main', { onclick: () => form.showModal() }, 'New fan-out')),
    h('div.sheet', table, empty), h('div.row', more), form);
  keep();
  showChosen();

  /** What can be done with those chosen: two can be compared, those under way canceled, those that are over deleted. */
  function showChosen() {
    const fanOuts = [...chosen.values()];
    const [a, b] = fanOuts.sort((x, y) => (x.createdAt < y.createdAt ? -1 : 1)).map((f) => f.id);
    compare.hidden = fanOuts.length !== 2;
    if (b) compare.href = compareOf(a, b);
    for (const button of [cancel, remove]) {
      const n = fanOuts.filter(button.applies).length;
      button.hidden = n === 0;
      text(button, `${button.verb} ${count(n)}`);
    }
  }

  /** A button that does one thing to all of the chosen that it applies to. */
  function many(verb, applies, question, change, done) {
    const button = action(verb, async () => {
      const ids = [...chosen.values()].filter(applies).map((f) => f.id);
      const number = plural(ids.length, 'fan-out');
      if (!await confirmed(...question(number), `${verb} ${number}`)) return;
      for (const id of ids) {
        await change(id);
        chosen.delete(id);
      }
      say(`${done} ${number}`);
      again();
    });
    return Object.assign(button, { verb, applies, hidden: true });
  }

  /** Keeps in the address what is looked for, so that it can be shared and is there again on the way back. */
  function keep() {
    const wanted = { status: states.value, since: since.value, q: search.value.trim(), sort: sort === 'started' ? '' : sort, reversed: reversed ? '1' : '' };
    const query = new URLSearchParams([...Object.entries(wanted).filter(([, value]) => value), ...asked.map((label) => ['label', label])]).toString();
    place.list = query ? `#/?${query}` : '#/';
    if (location.hash !== place.list && (query || location.hash.includes('?'))) history.replaceState(null, '', place.list);
    for (const head of heads) head.setAttribute('aria-sort', head.dataset.sort !== sort ? 'none' : COLUMNS[sort][2] !== reversed ? 'descending' : 'ascending');
  }

  function again() {
    [newest, older, continuation] = [[], [], null];
    keep();
    wake();
  }

  function sortBy(name) {
    reversed = sort === name && !reversed;
    sort = name;
    keep();
    show();
    wake();
  }

  /** The host filters by state and time; what it cannot do is done here, with as many as it gives at once. */
  function query(rest) {
    const narrowed = search.value.trim() || sort !== 'started' || reversed;
    const seconds = SINCE[since.value][1];
    return `fanouts?${new URLSearchParams([...Object.entries({
      top: narrowed ? MOST : PAGE,
      ...(states.value === 'withFailures' ? { status: 'completed', withFailures: true } : states.value && { status: states.value }),
      // To the minute: then the list does not move at its end by the second.
      ...(seconds && { from: new Date(Math.floor(Date.now() / 60_000) * 60_000 - seconds * 1000).toISOString() }),
      ...rest,
    }), ...asked.map((label) => ['label', label])])}`;
  }

  async function loadMore() {
    const page = await getJson(query({ continuation }));
    older = older.concat(page.fanOuts);
    continuation = page.continuation ?? null;
    more.hidden = !continuation;
    wake();
  }

  function createRow(fanOut) {
    const box = h('input', {
      type: 'checkbox', 'aria-label': `Choose ${fanOut.id}`,
      onchange: () => {
        if (box.checked) chosen.set(fanOut.id, fanOut);
        else chosen.delete(fanOut.id);
        showChosen();
      },
    });
    return h('tr',
      h('td.pick', box),
      h('td.name', h('div', h('a.mono', { href: viewOf(fanOut.id), title: fanOut.id }, shortId(fanOut.id)), h('span.note'), labels(fanOut))),
      h('td.state', chip()),
      h('td.progress-cell', h('div', progress(`Progress of ${fanOut.id}`), h('span.note'))),
      ['fetched', 'failed', 'rate', 'took', 'started'].map((name) => h(`td.n.${name}`)));
  }

  function updateRow(row, fanOut) {
    const [box, name, state, bar, ...figures] = row.children;
    if (chosen.has(fanOut.id)) chosen.set(fanOut.id, fanOut);
    box.firstChild.checked = chosen.has(fanOut.id);
    text(name.firstChild.children[1], shortened(fanOut.request.ids, 60) + (several && fanOut.upstream ? ` from ${fanOut.upstream}` : ''));
    showChip(state.firstChild, fanOut);
    const [line, note] = bar.firstChild.children;
    showProgress(line, fanOut);
    const wait = fanOut.canceling ? null : waitOf(fanOut);
    text(note, wait?.nextTryAt ? `tries ${countdown(wait.nextTryAt)}` : `${percent(finished(fanOut), fanOut.requested)} of ${count(fanOut.requested)}`);
    [count(fanOut.fetched), count(fanOut.failed), rate(fanOut.idsPerSecond), span(tookSeconds(fanOut)), moment(fanOut.createdAt)]
      .forEach((value, i) => text(figures[i], value));
    figures[1].classList.toggle('bad', fanOut.failed > 0);
  }

  /** Shows of what was loaded what is looked for. */
  function show() {
    const known = new Set(newest.map((f) => f.id));
    const all = newest.concat(older.filter((f) => !known.has(f.id)));
    // Where all have one upstream it is said once.
    const upstreams = [...new Set(all.map((f) => f.upstream ?? ''))];
    several = upstreams.length > 1;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter((f) => {
      const said = `${f.id} ${f.request.ids} ${f.upstream ?? ''} ${Object.entries(f.request.labels ?? {}).map((label) => label.join('=')).join(' ')}`.toLowerCase();
      return words.every((word) => said.includes(word));
    });
    const [, value, largestFirst] = COLUMNS[sort];
    const sign = largestFirst !== reversed ? -1 : 1;
    // The list comes newest first, which is how equal ones stay.
    const keyed = found.map((f) => [value(f), f]);
    if (sort !== 'started' || reversed) keyed.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
    follow(rows, keyed.map(([, f]) => f), (f) => f.id, createRow, updateRow);

    showChosen();
    const live = all.filter((f) => !isOver(f)).length;
    const of = found.length < all.length ? ` of ${count(all.length)}${continuation ? '+' : ''}` : continuation ? '+' : '';
    text(summary, all.length ? `${count(found.length)}${of} shown${live ? `, ${count(live)} under way` : ''}${several || !upstreams[0] ? '' : `, from ${upstreams[0]}`}` : '');
    table.hidden = found.length === 0;
    empty.hidden = found.length > 0;
    more.hidden = !continuation;
    text(empty, all.length && words.length ? `None of ${continuation ? 'the newest ' : ''}${count(all.length)} has these words.`
      : states.value || since.value || asked.length ? 'None that is asked for.' : 'No fan-out yet. Start one with \u201cNew fan-out\u201d, of ids such as 1-99.');
    return live;
  }

  await poll(signal, async () => {
    const wanted = query({});
    const page = await getJson(wanted, { signal });
    if (wanted !== query({})) return 0;
    newest = page.fanOuts;
    if (!older.length) continuation = page.continuation ?? null;
    return show() ? 1000 : 3000;
  }, (again) => { wake = again; });
}
