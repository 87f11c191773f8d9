// Small parts that several views share.
import { h, say, text } from './dom.js';
import { count, percent } from './format.js';
import { finished, stateOf } from './model.js';

export const chip = () => h('span.chip', h('span.dot', { 'aria-hidden': 'true' }), h('span'));

export function showChip(element, fanOut) {
  const state = stateOf(fanOut);
  element.dataset.tone = state.tone;
  text(element.lastChild, state.word);
}

/** A bar of what was fetched and what failed out of what was requested. */
export function progress(label) {
  return h('div.progress', { role: 'progressbar', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100' },
    h('i.got'), h('i.lost'));
}

export function showProgress(bar, fanOut) {
  const whole = fanOut.requested || 1;
  const [got, lost] = bar.children;
  got.style.width = `${(100 * fanOut.fetched) / whole}%`;
  lost.style.width = fanOut.failed ? `max(2px, ${(100 * fanOut.failed) / whole}%)` : '0';
  bar.setAttribute('aria-valuenow', Math.floor((100 * finished(fanOut)) / whole));
  bar.setAttribute('aria-valuetext',
    `${percent(finished(fanOut), fanOut.requested)}: ${count(fanOut.fetched)} fetched, ${count(fanOut.failed)} failed of ${count(fanOut.requested)}`);
}

/** A name over a value. */
export function figure(name) {
  const value = h('dd');
  const element = h('div.figure', h('dt', name), value);
  return { element, show: (shown, tone) => { text(value, shown); element.dataset.tone = tone ?? ''; } };
}

/** Disables a button while something it started runs, and says what went wrong. */
export function action(label, run, classes = '') {
  const button = h(`button${classes}`, { type: 'button' }, label);
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      await run(button);
    } catch (e) {
      say(e.title ? `${e.title} ${e.message}` : e.message, 'bad');
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
  return button;
}

/** Asks before something that cannot be taken back. */
export function confirmed(title, detail, verb) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-labelledby': 'ask-title', 'aria-describedby': 'ask-detail' },
      h('form', { method: 'dialog' },
        h('h2', { id: 'ask-title' }, title), h('p', { id: 'ask-detail' }, detail),
        h('div.row',
          h('button', { type: 'submit', value: 'no' }, 'Keep it'),
          h('button.danger', { type: 'submit', value: 'yes' }, verb))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
