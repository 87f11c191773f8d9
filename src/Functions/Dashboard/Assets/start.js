// The form that starts a fan-out. What can be said while one types is said then; the rest the host says.
import { post } from './api.js';
import { h, say, text } from './dom.js';
import { count, plural } from './format.js';
import { parseIds, plan } from './idset.js';
import { viewOf } from './model.js';

const MOST_IDS = 1_000_000;

/** A key by which the host knows a form that is sent twice. Not crypto.randomUUID: that one wants https. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

/** A field with its label, a note, and room for what is wrong with it. */
export function labelled(label, id, props, note, ...options) {
  const wrong = h('span.wrong', { id: `${id}-wrong` });
  const field = h(options.length ? 'select' : 'input', {
    id, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `${id}-note ${id}-wrong`, ...props,
  }, options);
  return {
    element: h('div.field', h('label', { for: id }, label), field, h('span.note', { id: `${id}-note` }, note), wrong),
    field,
    get value() { return field.value.trim(); },
    refuse(message) {
      text(wrong, message);
      field.setAttribute('aria-invalid', String(Boolean(message)));
    },
  };
}

/** The same for a whole number, which is another when left empty; null when the host then chooses it. */
function numbered(label, id, [min, max], otherwise, note) {
  const made = labelled(label, id, { type: 'number', min, max, placeholder: otherwise ?? '' }, note);
  return Object.assign(made, { number: () => (made.value === '' ? otherwise : Number(made.value)) });
}

/** The form in a dialog, to be opened with showModal(). */
export function startForm() {
  const fields = {
    ids: labelled('Ids', 'f-ids', { placeholder: '1-20,42,50-60', 'aria-required': 'true' }, ''),
    batchSize: numbered('Ids in a batch', 'f-batch', [1, 1000], null, '1 to 1,000; chosen for you when left empty.'),
    maxConcurrency: numbered('Fetches at once', 'f-cap', [1, 500], 20, '1 to 500'),
    onFailure: labelled('When ids fail', 'f-on', {}, '', h('option', { value: '' }, 'go on'), h('option', { value: 'abort' }, 'abort')),
    maxFailures: numbered('Failures allowed', 'f-max', [0, MOST_IDS], 0, 'One more aborts it.'),
    outageTimeout: labelled('Upstream away: give up after', 'f-outage', { placeholder: 'hours:minutes:seconds' }, 'Such as 00:30:00; 0 waits at most 7 days; the host\u2019s setting when left empty.'),
    id: labelled('Name', 'f-name', { maxlength: 100 }, 'Made up when left empty.'),
    labels: labelled('Labels', 'f-labels', { placeholder: 'team=alpha, env=test' }, 'To find it by; name=value, with commas between.'),
    notifyUri: labelled('Tell when it is over', 'f-notify', { type: 'url', placeholder: 'https://' }, 'An address that gets the summary.'),
  };
  const { ids, batchSize, maxConcurrency, onFailure, maxFailures, outageTimeout, id, labels, notifyUri } = fields;
  const said = ids.element.querySelector('.note');
  said.setAttribute('aria-live', 'polite');
  const save = h('input', { id: 'f-save', type: 'checkbox', checked: true });
  const submit = h('button.main', 'Start');
  const trouble = h('p.wrong', { role: 'alert' });
  let key = newKey();
  let lastBody = '';

  /** Says what is wrong with each field, or what would be started. */
  function check() {
    const read = parseIds(ids.value);
    const aborts = onFailure.value === 'abort';
    maxFailures.element.hidden = !aborts;
    if (!aborts) maxFailures.field.value = '';
    for (const each of Object.values(fields)) each.refuse(each.field.validationMessage);
    notifyUri.refuse(notifyUri.value && !/^https?:\/\/[^/\s]/i.test(notifyUri.value) ? 'Write an address that begins with https:// and names a host.' : '');
    ids.refuse(read.error);
    labels.refuse(labels.value && labelsOf().some(([name, value]) => !name || !value) ? 'Write each as name=value, such as team=alpha.' : '');
    const { batches, together, window } = plan(read.count, batchSize.number(), maxConcurrency.number());
    text(said, read.error || !(batchSize.field.validity.valid && maxConcurrency.field.validity.valid) ? ''
      : read.count === 0 ? 'Ids and ranges, with a comma between each two.'
        : read.all ? 'As many as the upstream has, with ids from 1.'
        : read.count > MOST_IDS ? `${count(read.count)} ids: more than ${count(MOST_IDS)}, which is the most unless the host allows more.`
          : `${plural(read.count, 'id')}: ${plural(batches, 'batch', 'batches')}, ${batches > 1 ? `${together} at a time, ` : ''}up to ${plural(window, 'fetch', 'fetches')} at once${batches > 1 ? ' in each' : ''}.`);
  }

  /** Leads to the first field that is wrong, if there is one. */
  function showWrong() {
    const wrong = Object.values(fields).find(({ field }) => field.matches('[aria-invalid=true]'));
    options.open ||= Boolean(wrong) && wrong !== ids;
    wrong?.field.focus();
    return Boolean(wrong);
  }

  const labelsOf = () => labels.value.split(',').map((label) => label.trim()).filter(Boolean)
    .map((label) => (label.includes('=') ? [label.slice(0, label.indexOf('=')).trim(), label.slice(label.indexOf('=') + 1).trim()] : [label, '']));

  /** What is filled in; what is left empty is the host's to choose. */
  const body = () => Object.fromEntries([
    ...Object.entries(fields).map(([name, field]) => [name, field.value && (field.number?.() ?? field.value)]),
    ['saveCharacters', save.checked ? '' : false],
    ['labels', labels.value && Object.fromEntries(labelsOf())],
  ].filter(([, value]) => value !== ''));

  async function start(event) {
    event.preventDefault();
    text(trouble, '');
    check();
    if (!ids.value) ids.refuse('Name at least one id.');
    if (showWrong()) return;
    const wanted = body();
    if (JSON.stringify(wanted) !== lastBody) [key, lastBody] = [newKey(), JSON.stringify(wanted)];
    submit.setAttribute('aria-disabled', 'true');
    try {
      const accepted = await (await post('fanouts', wanted, wanted.id ? {} : { 'idempotency-key': key })).json();
      say(`Started ${accepted.id}`);
      location.hash = viewOf(accepted.id);
    } catch (e) {
      for (const [name, messages] of Object.entries(e.errors ?? {})) fields[name]?.refuse(messages.join(' '));
      if (!showWrong()) text(trouble, e.title ? `${e.title} ${e.message}` : e.message);
    } finally {
      submit.removeAttribute('aria-disabled');
    }
  }

  const options = h('details', h('summary', 'Options'),
    h('div.pair', batchSize.element, maxConcurrency.element),
    h('div.pair', onFailure.element, maxFailures.element),
    h('div.check', save, h('label', { for: 'f-save' }, 'Save the characters, for the grid and for export')),
    outageTimeout.element, h('div.pair', id.element, labels.element), notifyUri.element);
  const close = h('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  const form = h('form', { novalidate: true, onsubmit: start, oninput: check }, ids.element, options, trouble, h('div.row', close, submit));
  const dialog = h('dialog.start', { 'aria-labelledby': 'start-title' }, h('h2', { id: 'start-title' }, 'Start a fan-out'),
    h('p.note', 'Fetches the character of each id, in batches, and never more at once than you allow. A restart of the host loses nothing.'), form);
  check();
  return dialog;
}
