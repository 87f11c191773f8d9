// The host's key: asked for once, kept for this tab alone, and only ever sent as a header.
import { ask, h } from './dom.js';

const NAME = 'fanout.key';
let asking = null;

export const currentKey = () => sessionStorage.getItem(NAME);

/** Keeps a key, or forgets the one that is kept. */
export function keepKey(key) {
  if (key) sessionStorage.setItem(NAME, key);
  else sessionStorage.removeItem(NAME);
  document.getElementById('key').hidden = !key;
}

async function untilGiven(refused) {
  const field = h('input', { id: 'ask-key', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'ask-note' });
  const asked = () => ask('This host wants a key',
    refused && h('p.wrong', { role: 'alert' }, 'The host refused that key.'),
    h('div.field', h('label', { for: 'ask-key' }, 'Function key'), field,
      h('p.note', { id: 'ask-note' }, 'It is kept for this tab only, until you close it, and is sent in a header, never in an address.')),
    h('div.row', h('button.main', { value: 'use' }, 'Use this key')));
  while (await asked() !== 'use' || !field.value.trim());
  keepKey(field.value.trim());
  asking = null;
}

/** Resolves once a key has been given; those who ask meanwhile wait for the same answer. */
export const askForKey = (refused) => asking ??= untilGiven(refused);
