// What the page knows of a fan-out, whatever asked for it.

/** Words for the states, and the tone in which each is shown. */
export const STATES = {
  pending: { word: 'Pending', tone: 'idle' },
  running: { word: 'Running', tone: 'go' },
  paused: { word: 'Paused', tone: 'wait' },
  throttled: { word: 'Throttled', tone: 'wait' },
  completed: { word: 'Completed', tone: 'done' },
  aborted: { word: 'Aborted', tone: 'bad' },
  canceled: { word: 'Cancelled', tone: 'idle' },
  failed: { word: 'Failed', tone: 'bad' },
};

const KINDS = {
  notFound: 'Not found',
  throttled: 'Throttled',
  timeout: 'Timed out',
  upstream: 'Upstream error',
  network: 'Network',
  malformed: 'Malformed',
  activity: 'Activity',
};

const OVER = new Set(['completed', 'aborted', 'canceled', 'failed']);
export const isOver = (fanOut) => OVER.has(fanOut.status);

/** A fan-out that runs but leaves the upstream alone for now is shown as throttled. */
export const stateOf = (fanOut) =>
  STATES[fanOut.status === 'running' && fanOut.throttledUntil ? 'throttled' : fanOut.status] ?? { word: fanOut.status, tone: 'idle' };

export const finished = (fanOut) => fanOut.fetched + fanOut.failed;
export const kindName = (kind) => KINDS[kind] ?? kind;

/** How long it took, or has taken so far, in seconds. */
export function tookSeconds(fanOut) {
  const end = isOver(fanOut) ? new Date(fanOut.lastUpdatedAt) : new Date();
  return Math.max(0, (end - new Date(fanOut.createdAt)) / 1000);
}

/** Where a view of a fan-out is. */
export const viewOf = (id, view = '') => `#/fanouts/${encodeURIComponent(id)}${view && `/${view}`}`;

export const compareOf = (first, second) => `#/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}`;

/** Generated ids begin with the time that they were made: their two ends tell them apart. */
export const shortId = (id) => (/^[0-9a-f]{32}$/.test(id) ? `${id.slice(0, 8)}\u2026${id.slice(-6)}`
  : /^key-[0-9a-f]{32}$/.test(id) ? `${id.slice(0, 12)}\u2026${id.slice(-6)}` : id);
