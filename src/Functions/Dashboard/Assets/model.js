// What the page knows of a fan-out.
import { capital } from './format.js';

/** Words for the states, and the tone in which each is shown. */
export const STATES = {
  pending: ['Pending', 'idle'],
  running: ['Running', 'go'],
  paused: ['Paused', 'wait'],
  throttled: ['Throttled', 'wait'],
  waiting: ['Waiting', 'wait'],
  canceling: ['Cancelling', 'wait'],
  completed: ['Completed', 'done'],
  aborted: ['Aborted', 'bad'],
  canceled: ['Cancelled', 'idle'],
  failed: ['Failed', 'bad'],
};

const OVER = new Set(['completed', 'aborted', 'canceled', 'failed']);
export const isOver = (fanOut) => OVER.has(fanOut.status);

/** States that the API has no word for. */
export const SHOWN_ONLY = new Set(['throttled', 'waiting', 'canceling']);

/** A fan-out that runs but leaves the upstream alone for now is shown as throttled, one that this host has not the upstream for as waiting. */
export function stateOf(fanOut) {
  const running = fanOut.status === 'running';
  const state = fanOut.canceling ? 'canceling' : running && fanOut.waiting ? 'waiting' : running && fanOut.throttledUntil ? 'throttled' : fanOut.status;
  const [word, tone] = STATES[state] ?? [state, 'idle'];
  return { word, tone };
}

/** Batches report what is in flight now and then, each at its own time: the sum may pass the cap, which the fetches never do. */
export const inFlight = (fanOut) => (fanOut.status === 'running' ? Math.min(fanOut.inFlight, fanOut.request.maxConcurrency) : 0);

export const finished = (fanOut) => fanOut.fetched + fanOut.failed;
/** notFound, as people write it. */
export const kindName = (kind) => capital(kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));

/** How long it took, or has taken so far, in seconds. */
export function tookSeconds(fanOut) {
  const end = isOver(fanOut) ? new Date(fanOut.lastUpdatedAt) : new Date();
  return Math.max(0, (end - new Date(fanOut.createdAt)) / 1000);
}

/** Where a view of a fan-out is. */
export const viewOf = (id, view = '') => `#/fanouts/${encodeURIComponent(id)}${view && `/${view}`}`;

export const compareOf = (first, second) => `#/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}`;

/** Generated ids begin with the time that they were made: their two ends tell them apart. */
export const shortId = (id) => id.replace(/^(key-)?([0-9a-f]{8})[0-9a-f]{18}([0-9a-f]{6})$/, '$1$2\u2026$3');
