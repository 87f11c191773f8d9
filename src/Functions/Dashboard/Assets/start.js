// The form that starts a fan-out. What can be said while one types is said then; the rest the host says.
import { Problem, post } from './api.js';
import { h, say, text } from './dom.js';
import { count, plural } from './format.js';
import { parseIds, plan } from './idset.js';
import { viewOf } from './model.js';

const DEFAULT_LIMIT = 1_000_000;

/** A key by which the host knows a form that is sent twice. Not crypto.randomUUID: that one wants https. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

function labelled(label, field, note) {
  const wrong = h('span.wrong', { id: `${field.id}-wrong` });
  field.setAttribute('aria-describedby', `${field.id}-note ${field.id}-wrong`);
  const element = h('div.field', h('label', { for: field.id }, label), field, h('span.note', { id: `${field.id}-note` }, note), wrong);
  return {
    element, field,
    refuse(message) {
      text(wrong, message ?? '');
      field.setAttribute('aria-invalid', String(Boolean(message)));
    },
  };
}

const number = (id, value, min, max) => h('input', { id, type: 'number', inputmode: 'numeric', min, max, placeholder: value });

export function startForm() {
  const ids = labelled('Ids', h('input', {
    id: 'f-ids', autocomplete: 'off', spellcheck: 'false', inputmode: 'text', placeholder: '1-20,42,50-60', 'aria-required': 'true',
  }), '');
  const said = ids.element.querySelector('.note');
  said.setAttribute('aria-live', 'polite');
  const batchSize = labelled('Ids in a batch', number('f-batch', 100, 1, 1000), '1 to 1,000');
  const maxConcurrency = labelled('Fetches at once', number('f-cap', 20, 1, 500), '1 to 500');
  const onFailure = labelled('When ids fail', h('select', { id: 'f-on' }, h('option', { value: 'continue' }, 'go on'), h('option', { value: 'abort' }, 'abort')), '');
  const maxFailures = labelled('Failures allowed', number('f-max', 0, 0, DEFAULT_LIMIT), 'then abort');
  const name = labelled('Name', h('input', { id: 'f-name', autocomplete: 'off', spellcheck: 'false', maxlength: 100 }), 'made up when left empty');
  const save = h('input', { id: 'f-save', type: 'checkbox', checked: true });
  const notify = labelled('Tell when it is over', h('input', {
    id: 'f-notify', type: 'url', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://',
  }), 'an address that gets the summary');
  const fields = { ids, batchSize, maxConcurrency, onFailure, maxFailures, id: name, notifyUri: notify };
  const submit = h('button.main', { type: 'submit' }, 'Start');
  const trouble = h('p.wrong', { role: 'alert' });
  let key = newKey();
  let lastBody = '';

  const whole = (field, otherwise) => (field.value === '' ? otherwise : Number(field.value));

  function check() {
    const written = ids.field.value;
    const read = parseIds(written);
    ids.refuse(read.error);
    maxFailures.element.hidden = onFailure.field.value !== 'abort';
    for (const [field, low, high] of [[batchSize, 1, 1000], [maxConcurrency, 1, 500]]) {
      const value = whole(field.field, low);
      field.refuse(Number.isInteger(value) && value >= low && value <= high ? null : `${field.field.value} is not a whole number from ${low} to ${high}.`);
    }
    const told = notify.field.value.trim();
    notify.refuse(told && !/^https?:\/\/[^/\s]/i.test(told) ? 'Write an address that begins with https:// and names a host.' : null);
    if (read.error || read.count === 0) {
      text(said, read.error ? '' : 'Ids and ranges, with a comma between each two.');
      return read;
    }
    const { batches, together, window } = plan(read.count, whole(batchSize.field, 100), whole(maxConcurrency.field, 20));
    text(said, read.count > DEFAULT_LIMIT
      ? `${count(read.count)} ids: more than ${count(DEFAULT_LIMIT)}, which is the most unless the host allows more.`
      : `${plural(read.count, 'id')}: ${plural(batches, 'batch', 'batches')}, ${together} at a time, ${plural(window, 'fetch', 'fetches')} in each.`);
    return read;
  }

  function body() {
    const filled = {
      ids: ids.field.value.trim(),
      batchSize: batchSize.field.value === '' ? null : Number(batchSize.field.value),
      maxConcurrency: maxConcurrency.field.value === '' ? null : Number(maxConcurrency.field.value),
      onFailure: onFailure.field.value === 'abort' ? 'abort' : null,
      maxFailures: onFailure.field.value === 'abort' && maxFailures.field.value !== '' ? Number(maxFailures.field.value) : null,
      saveCharacters: save.checked ? null : false,
      id: name.field.value.trim() || null,
      notifyUri: notify.field.value.trim() || null,
    };
    return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== null));
  }

  async function start(event) {
    event.preventDefault();
    text(trouble, '');
    const read = check();
    if (read.error || read.count === 0) {
      if (!read.error) ids.refuse('Name at least one id.');
      ids.field.focus();
      return;
    }
    const wanted = body();
    if (JSON.stringify(wanted) !== lastBody) [key, lastBody] = [newKey(), JSON.stringify(wanted)];
    submit.setAttribute('aria-disabled', 'true');
    try {
      const accepted = await (await post('fanouts', wanted, wanted.id ? {} : { 'idempotency-key': key })).json();
      key = newKey();
      say(`Started ${accepted.id}`);
      location.hash = viewOf(accepted.id);
    } catch (e) {
      let told = false;
      for (const [field, messages] of Object.entries(e instanceof Problem ? e.errors : {})) {
        if (!fields[field]) continue;
        fields[field].refuse(messages.join(' '));
        options.open ||= field !== 'ids';
        if (!told) fields[field].field.focus();
        told = true;
      }
      if (!told) text(trouble, e.title ? `${e.title} ${e.message}` : e.message);
    } finally {
      submit.removeAttribute('aria-disabled');
    }
  }

  const options = h('details', h('summary', 'Options'),
    h('div.pair', batchSize.element, maxConcurrency.element),
    h('div.pair', onFailure.element, maxFailures.element),
    h('div.check', save, h('label', { for: 'f-save' }, 'Save the characters, for the grid and for export')),
    name.element, notify.element);
  const form = h('form', { novalidate: true, onsubmit: start, oninput: check }, ids.element, options, trouble, submit);
  check();
  return h('aside.sheet.start', { 'aria-labelledby': 'start-title' }, h('h2', { id: 'start-title' }, 'Start a fan-out'), form);
}
