// The host's key: asked for once, kept for this tab alone, and only ever sent as a header.
import { h } from './dom.js';

const NAME = 'fanout.key';
let asking = null;

export const currentKey = () => sessionStorage.getItem(NAME);

export function forgetKey() {
  sessionStorage.removeItem(NAME);
  document.dispatchEvent(new Event('key'));
}

/** Resolves once a key has been given; those who ask meanwhile wait for the same answer. */
export function askForKey(refused) {
  asking ??= new Promise((resolve) => {
    const field = h('input', {
      type: 'password', name: 'key', required: true, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'key-note',
    });
    const form = h('form', { method: 'dialog' },
      h('h2', { id: 'key-title' }, 'This host wants a key'),
      refused && h('p.wrong', { role: 'alert' }, 'The host refused that key.'),
      h('label', 'Function key', field),
      h('p.note', { id: 'key-note' }, 'It is kept for this tab only, until you close it, and is sent in a header, never in an address.'),
      h('div.row', h('button.main', { type: 'submit' }, 'Use this key')));
    const dialog = h('dialog.key', { 'aria-labelledby': 'key-title' }, form);
    dialog.addEventListener('cancel', (e) => e.preventDefault());
    form.addEventListener('submit', () => {
      sessionStorage.setItem(NAME, field.value.trim());
      document.dispatchEvent(new Event('key'));
      dialog.remove();
      asking = null;
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
  return asking;
}
