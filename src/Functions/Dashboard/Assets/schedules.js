// The schedules: when each is due next, what came of its last occurrences, and a form for another.
import { getJson, poll, request } from './api.js';
import { follow, h, say, text } from './dom.js';
import { countdown, moment, shortened } from './format.js';
import { parseIds } from './idset.js';
import { place, shortId, viewOf } from './model.js';
import { action, confirmed, labels } from './parts.js';
import { labelled } from './start.js';

const RUNS = 5;
const path = (name) => `schedules/${encodeURIComponent(name)}`;

/** The form in a dialog, to be opened with showModal(). */
function scheduleForm(made) {
  const fields = {
    name: labelled('Name', 's-name', { maxlength: 60, 'aria-required': 'true' }, 'One of the same name is replaced.'),
    schedule: labelled('When, in UTC', 's-cron', { placeholder: '0 0 3 * * *', 'aria-required': 'true' }, 'Second, minute, hour, day, month, weekday: 0 0 3 * * * is 03:00 every day.'),
    ids: labelled('Ids', 's-ids', { placeholder: '1-826', 'aria-required': 'true' }, 'Ids and ranges, with a comma between each two; or all.'),
  };
  const trouble = h('p.wrong', { role: 'alert' });
  const all = Object.values(fields);
  const save = async (event) => {
    event.preventDefault();
    text(trouble, '');
    for (const field of all) field.refuse(field.value ? '' : 'It cannot be left empty.');
    if (fields.ids.value) fields.ids.refuse(parseIds(fields.ids.value).error);
    if (!dialog.querySelector('[aria-invalid=true]')) {
      try {
        await request(path(fields.name.value), {
          method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ schedule: fields.schedule.value, request: { ids: fields.ids.value } }),
        });
        say(`Scheduled ${fields.name.value}`);
        dialog.close();
        made();
      } catch (e) {
        for (const [name, messages] of Object.entries(e.errors ?? {})) fields[name.replace('request.', '')]?.refuse(messages.join(' '));
        if (!dialog.querySelector('[aria-invalid=true]')) text(trouble, e.title ? `${e.title} ${e.message}` : e.message);
      }
    }
    dialog.querySelector('[aria-invalid=true]')?.focus();
  };
  const dialog = h('dialog.start', { 'aria-labelledby': 'schedule-title' }, h('h2', { id: 'schedule-title' }, 'Schedule a fan-out'),
    h('p.note', 'Started at each time, unless the one before still runs. Each report says what has changed since the one before.'),
    h('form', { novalidate: true, onsubmit: save }, all.map((field) => field.element), trouble,
      h('div.row', h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'), h('button.main', 'Schedule'))));
  return dialog;
}

export async function schedulesView(root, signal) {
  document.title = 'Schedules';
  let wake = () => {};
  const sheets = h('div');
  const empty = h('p.sheet.empty', { hidden: true }, 'Nothing is scheduled.');
  const form = scheduleForm(() => wake());
  root.append(h('div.head', h('a.back', { href: place.list }, 'Fan-outs'), h('h1', 'Schedules'), h('span.grow'),
    h('button.main', { onclick: () => form.showModal() }, 'New schedule')), sheets, empty, form);

  const create = ({ name }) => {
    const remove = action('Remove', async () => {
      if (!await confirmed(`Remove the schedule ${name}?`, 'Nothing more is started by it. The fan-outs that it started stay.', 'Remove it')) return;
      await request(path(name), { method: 'DELETE' });
      say(`Removed ${name}`);
      wake();
    });
    return h('section.sheet', { 'aria-label': name }, h('div.head', h('h2', name), h('p.soft.grow'), remove),
      h('table.kind-table', { 'aria-label': `Last occurrences of ${name}` }, h('thead.said', h('tr', ['Due', 'What came of it'].map((word) => h('th', word)))), h('tbody')));
  };
  const update = (sheet, schedule) => {
    const [head, table] = sheet.children;
    const { schedule: cron, request: asked, upstream, nextAt, runs } = schedule;
    const told = [`${cron} UTC`, `ids ${shortened(asked.ids, 60)}`, `from ${upstream}`, `next ${moment(nextAt)}, ${countdown(nextAt)}`].join(' \u00b7 ');
    if (head.children[1].dataset.told !== told) head.children[1].replaceChildren(...labels({ request: asked }), ' ', told);
    head.children[1].dataset.told = told;
    follow(table.lastChild, runs.slice(0, RUNS), (run) => run.dueAt,
      ({ dueAt, fanOut, skipped }) => h('tr', h('td.n', moment(dueAt)), h('td', fanOut ? h('a.mono', { href: viewOf(fanOut), title: fanOut }, shortId(fanOut)) : skipped)));
    table.hidden = runs.length === 0;
  };
  await poll(signal, async () => {
    const { schedules } = await getJson('schedules', { signal });
    follow(sheets, schedules, ({ name }) => name, create, update);
    empty.hidden = schedules.length > 0;
    return 2000;
  }, (again) => { wake = again; });
}
