// The shell: which view is shown, how the host is doing, the theme.
import { link, request } from './api.js';
import { compareView } from './compare.js';
import { Detail } from './detail.js';
import { h, say, text } from './dom.js';
import { clock, span } from './format.js';
import { currentKey, forgetKey } from './key.js';
import { listView } from './list.js';

const main = document.getElementById('main');
const notice = document.getElementById('notice');
let leaving = new AbortController();
let shown = null;

async function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
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
    } else {
      await listView(root, signal);
    }
  } catch (e) {
    if (signal.aborted) return;
    root.append(h('div.sheet.broken', { role: 'alert' }, h('h2', e.title ?? 'This view stopped'), h('p', e.message),
      h('button', { type: 'button', onclick: () => { shown = null; route(); } }, 'Show it again')));
    console.error(e);
  }
}

/** What the host says of itself: a line in the bar, and the time it started by which a restart is known. */
let host = null;
async function greet() {
  try {
    const health = await (await request('health', { tolerate: true })).json();
    const restarted = host?.startedAt && health.startedAt && host.startedAt !== health.startedAt;
    host = health;
    text(document.getElementById('host'), [health.runtime, health.version?.split('+')[0]].filter(Boolean).join(' '));
    return restarted;
  } catch {
    return false;
  }
}

link.addEventListener('down', () => {
  const state = document.getElementById('link');
  state.dataset.state = 'down';
  text(document.getElementById('link-text'), 'no answer');
  notice.hidden = false;
  notice.dataset.kind = 'bad';
  text(notice, `The host has not answered since ${clock(link.downSince)}. What is shown is from then; asking again until it is back.`);
});

link.addEventListener('up', async ({ since }) => {
  document.getElementById('link').dataset.state = 'up';
  text(document.getElementById('link-text'), 'connected');
  const restarted = await greet();
  if (!since) return;
  notice.hidden = true;
  text(notice, '');
  const away = span((Date.now() - since) / 1000);
  say(restarted
    ? `The host was restarted and is back after ${away}. What was under way goes on from where it was.`
    : `The host is back after ${away}. What was under way goes on from where it was.`);
});

const themes = ['auto', 'light', 'dark'];
const themeButton = document.getElementById('theme');
function showTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  text(themeButton, `Theme: ${theme}`);
}
themeButton.addEventListener('click', () => {
  const theme = themes[(themes.indexOf(localStorage.getItem('fanout.theme') ?? 'auto') + 1) % themes.length];
  localStorage.setItem('fanout.theme', theme);
  showTheme(theme);
});
showTheme(localStorage.getItem('fanout.theme') ?? 'auto');

const keyButton = document.getElementById('key');
const showKey = () => { keyButton.hidden = !currentKey(); };
document.addEventListener('key', showKey);
keyButton.addEventListener('click', () => { forgetKey(); location.reload(); });
showKey();

document.querySelector('.skip').addEventListener('click', (e) => { e.preventDefault(); main.focus(); });
addEventListener('hashchange', () => { route(); main.focus({ preventScroll: true }); });
route();
