// The host, over HTTP: where requests are made, the key is added, and it is noticed that the host is away.
import { h } from './dom.js';
import { askForKey, currentKey } from './key.js';
import { isOver } from './model.js';

const base = new URL('.', location.href);

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || `The host answered ${status}.`);
    this.status = status;
    this.title = body?.title;
    this.errors = body?.errors ?? {};
  }
}

class Unreachable extends Error {}

/** Whether the host answers: 'up' and 'down' events, told by every request. */
export const link = Object.assign(new EventTarget(), { up: null, downSince: null, lastAnswer: null });

function note(answers) {
  if (answers) link.lastAnswer = new Date();
  if (link.up === answers) return;
  const since = link.downSince;
  Object.assign(link, { up: answers, downSince: answers ? null : link.lastAnswer ?? new Date() });
  link.dispatchEvent(Object.assign(new Event(answers ? 'up' : 'down'), { since }));
}

async function send(path, options) {
  const key = currentKey();
  const headers = { ...options.headers, ...(key && { 'x-functions-key': key }) };
  try {
    const response = await fetch(new URL(path, base), { ...options, headers, cache: 'no-store', credentials: 'omit' });
    return { response, key };
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    note(false);
    throw new Unreachable('The host does not answer.');
  }
}

/** A response whose status is a success; else a Problem. Asks for a key when the host wants one, and tries again. */
export async function request(path, options = {}) {
  for (;;) {
    const { response, key } = await send(path, options);
    if ([502, 503, 504].includes(response.status) && !options.tolerate) {
      note(false);
      throw new Unreachable(`The host answers ${response.status}.`);
    }
    note(true);
    if (response.status === 401) {
      if (key === currentKey()) await askForKey(Boolean(key));
      continue;
    }
    if (response.ok || options.tolerate) return response;
    // Not every refusal is JSON; its status says enough.
    throw new Problem(response.status, await response.json().catch(() => null));
  }
}

export const getJson = async (path, options) => (await request(path, options)).json();

/** The same, or the Problem instead: for what may not be there. */
export const getIfThere = (path, options) => getJson(path, options).catch((e) => {
  if (e instanceof Problem) return e;
  throw e;
});

export const post = (path, body, headers = {}) => request(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body ?? {}),
});

export const fanOutPath = (id, rest = '') => `fanouts/${encodeURIComponent(id)}${rest}`;

/** Reads text line by line as it comes in: what has come since, without empty lines. */
async function* textLines(path, signal) {
  const response = await request(path, { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const parts = (rest + (value ?? '')).split('\n');
    rest = done ? '' : parts.pop();
    const whole = parts.filter((line) => line.trim() !== '');
    if (whole.length) yield whole;
    if (done) return;
  }
}

/** Reads newline-delimited JSON as it comes in. */
export async function* lines(path, signal) {
  for await (const some of textLines(path, signal)) yield some.map((line) => JSON.parse(line));
}

/**
 * What the host says of a fan-out by itself, by server-sent events: `newest` is its status, null while nothing is heard, so that it has to be
 * asked for. Nobody listens while nobody looks.
 */
export class Listener {
  constructor(id, signal, changed) {
    Object.assign(this, { path: fanOutPath(id, '/events'), signal, changed, newest: null });
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.stop?.abort(); }, { signal });
  }

  /** Listens, if it does not already, until the fan-out is over or nothing is heard any more. */
  async listen() {
    if (this.stop || document.hidden) return;
    this.stop = new AbortController();
    try {
      do {
        for await (const some of textLines(this.path, AbortSignal.any([this.signal, this.stop.signal]))) {
          const data = some.findLast((line) => line.startsWith('data: '));
          if (!data) continue;
          this.newest = JSON.parse(data.slice(6));
          this.changed();
        }
        await new Promise((resolve) => setTimeout(resolve, FASTEST));
      } while (this.newest && !isOver(this.newest));
    } catch (e) {
      // Asking instead says what is wrong.
      console.debug(e);
    }
    this.newest = null;
    this.stop = null;
  }
}

/** Fetches a file and hands it to the browser to save: the key stays in a header, never in a link. */
export async function download(path, name) {
  const blob = await (await request(path)).blob();
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return blob.size;
}

const FASTEST = 1000;
const HIDDEN = [5000, 10_000, 20_000, 60_000];

/**
 * Calls work until the signal is aborted: at most once a second, rarely while nobody looks or the host is away. Work says in
 * how many milliseconds it wants to be called again; `wakeable` gets a function that has it called as soon as is allowed.
 */
export async function poll(signal, work, wakeable = () => {}) {
  let soonest = () => {};
  wakeable(() => soonest());
  signal.addEventListener('abort', () => soonest());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) soonest(); }, { signal });
  let silent = 0;
  let hidden = 0;
  while (!signal.aborted) {
    let wait = FASTEST;
    try {
      wait = Math.max(FASTEST, (await work()) ?? FASTEST);
      silent = 0;
    } catch (e) {
      if (signal.aborted) return;
      if (!(e instanceof Unreachable)) throw e;
      wait = Math.min(FASTEST * 2 ** silent++, 10_000);
    }
    if (document.hidden) wait = Math.max(wait, HIDDEN[Math.min(hidden++, HIDDEN.length - 1)]);
    else hidden = 0;
    await new Promise((resolve) => {
      const began = performance.now();
      let timer = setTimeout(resolve, wait);
      soonest = () => {
        clearTimeout(timer);
        timer = setTimeout(resolve, Math.max(0, FASTEST - (performance.now() - began)));
      };
    });
  }
}
