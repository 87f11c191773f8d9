// Small parts that several views share.
import { ask, h, say, text } from './dom.js';
import { count, percent } from './format.js';
import { finished, stateOf } from './model.js';

export const chip = () => h('span.chip', h('span.dot'), h('span'));

export function showChip(element, fanOut) {
  const state = stateOf(fanOut);
  element.dataset.tone = state.tone;
  text(element.lastChild, state.word);
}

/** A bar of what was fetched and what failed out of what was requested. */
export function progress(label) {
  return h('div.progress', { role: 'progressbar', 'aria-label': label },
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

/** The labels of a fan-out, each leading to the list of those that have it. */
export const labels = (fanOut) => Object.entries(fanOut.request?.labels ?? {}).map(([name, value]) =>
  h('a.label', { href: `#/?${new URLSearchParams({ label: `${name}=${value}` })}`, title: 'Show all with this label' }, `${name}=${value}`));

/** Disables a button while something it started runs, and says what went wrong. */
export function action(label, run, classes = '') {
  const button = h(`button${classes}`, label);
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
export const confirmed = async (title, detail, verb) => await ask(title, h('p', detail),
  h('div.row', h('button', { value: 'no' }, 'Keep it'), h('button.danger', { value: 'yes' }, verb))) === 'yes';
