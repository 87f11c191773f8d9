// The shell: which view is shown, how the host is doing, the theme.
import { link, request } from './api.js';
import { compareView } from './compare.js';
import { Detail } from './detail.js';
import { h, say, text } from './dom.js';
import { clock, span } from './format.js';
import { currentKey, keepKey } from './key.js';
import { listView } from './list.js';
import { schedulesView } from './schedules.js';

const byId = (id) => document.getElementById(id);
const main = byId('main');
const notice = byId('notice');
let leaving = new AbortController();
let shown = null;

async function route() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (parts[0] === 'fanouts' && parts[1] && shown?.id === parts[1]) {
    shown.show(parts[2] ?? '');
    return;
  }
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  shown = null;
  const root = h('div.view');
  main.replaceChildren(root);
  scrollTo(0, 0);
  try {
    if (parts[0] === 'fanouts' && parts[1]) {
      shown = new Detail(root, signal, parts[1], parts[2] ?? '');
      await shown.run();
    } else if (parts[0] === 'compare' && parts[2]) {
      await compareView(root, signal, parts[1], parts[2]);
    } else if (parts[0] === 'schedules') {
      await schedulesView(root, signal);
    } else {
      await listView(root, signal, new URLSearchParams(query));
    }
  } catch (e) {
    if (signal.aborted) return;
    root.append(h('div.sheet', { role: 'alert' }, h('h2', e.title ?? 'This view stopped'), h('p', e.message),
      h('button', { onclick: () => { shown = null; route(); } }, 'Show it again')));
    console.error(e);
  }
}

/** What the host says of itself: a line in the bar, and the time it started by which a restart is known. */
let startedAt = null;
async function greet() {
  try {
    const health = await (await request('health', { tolerate: true })).json();
    const restarted = startedAt && startedAt !== health.startedAt;
    startedAt = health.startedAt;
    text(byId('host'), `${health.runtime} host ${health.version.split('+')[0]}`);
    return restarted;
  } catch {
    return false;
  }
}

function showLink(tone, word) {
  byId('link').dataset.tone = tone;
  text(byId('link').lastChild, word);
  notice.hidden = tone === 'go';
}

link.addEventListener('down', () => {
  showLink('bad', 'no answer');
  text(notice, `The host has not answered since ${clock(link.downSince)}. What is shown is from then; asking again until it is back.`);
});

link.addEventListener('up', async ({ since }) => {
  showLink('go', 'connected');
  const restarted = await greet();
  if (!since) return;
  text(notice, '');
  say(`The host ${restarted ? 'was restarted and ' : ''}is back after ${span((Date.now() - since) / 1000)}. What was under way goes on from where it was.`);
});

const themes = ['auto', 'light', 'dark'];
const themeNow = () => localStorage.getItem('fanout.theme') ?? 'auto';
function showTheme() {
  document.documentElement.dataset.theme = themeNow();
  text(byId('theme'), `Theme: ${themeNow()}`);
}
byId('theme').addEventListener('click', () => {
  localStorage.setItem('fanout.theme', themes[(themes.indexOf(themeNow()) + 1) % themes.length]);
  showTheme();
});
showTheme();

byId('key').addEventListener('click', () => { keepKey(null); location.reload(); });
byId('key').hidden = !currentKey();

document.querySelector('.skip').addEventListener('click', (e) => { e.preventDefault(); main.focus(); });
addEventListener('hashchange', () => { route(); main.focus({ preventScroll: true }); });
route();
