// What the page knows of a fan-out.
import { capital, moment, span } from './format.js';

/** Words for the states, and the tone in which each is shown. */
export const STATES = {
  pending: ['Pending', 'idle'],
  running: ['Running', 'go'],
  paused: ['Paused', 'wait'],
  throttled: ['Throttled', 'wait'],
  unreachable: ['Unreachable', 'wait'],
  slow: ['Slow', 'wait'],
  otherUpstream: ['Waiting', 'wait'],
  rateLimited: ['Rate limited', 'go'],
  blocked: ['Blocked', 'bad'],
  canceling: ['Canceling', 'wait'],
  completed: ['Completed', 'done'],
  withFailures: ['Completed with failures', 'flaw'],
  aborted: ['Aborted', 'bad'],
  canceled: ['Canceled', 'idle'],
  failed: ['Failed', 'bad'],
};

const OVER = new Set(['completed', 'aborted', 'canceled', 'failed']);
export const isOver = (fanOut) => OVER.has(fanOut.status);

/** States that the API has no word for. */
export const SHOWN_ONLY = new Set(['throttled', 'unreachable', 'slow', 'otherUpstream', 'rateLimited', 'blocked', 'canceling']);

/**
 * A fan-out that runs but waits is shown with the reason: throttled, unreachable, slow, waiting for a host with its upstream, rate limited by its own host,
 * or blocked by a problem of the host. One that completed without some of its ids says so.
 */
export function stateOf(fanOut) {
  const over = fanOut.status === 'completed' && fanOut.failed > 0 ? 'withFailures' : fanOut.status;
  const state = fanOut.canceling ? 'canceling' : fanOut.status === 'running' && fanOut.problem ? 'blocked' : waitOf(fanOut)?.reason ?? over;
  const [word, tone] = STATES[state] ?? [state, 'idle'];
  return { word, tone };
}

/** What is waited for, while a fan-out runs; null when nothing is. */
export const waitOf = (fanOut) => (fanOut.status === 'running' && fanOut.waiting) || null;

/** Why the upstream is waited for, in a sentence; empty when it is not. */
export function waitText(fanOut) {
  const wait = waitOf(fanOut);
  if (!wait || fanOut.canceling) return '';
  if (wait.reason === 'otherUpstream') return wait.error;
  if (wait.reason === 'rateLimited') return `${wait.error} Next request ${moment(wait.nextTryAt)}.`;
  const what = { throttled: 'The upstream asks to be left alone', unreachable: 'The upstream cannot be reached', slow: 'The upstream does not answer in time' }[wait.reason];
  return `${what}, since ${moment(wait.since)}; next try ${moment(wait.nextTryAt)}${wait.givenUpAt ? `; given up at ${moment(wait.givenUpAt)}` : ''}. ${wait.error}`;
}

/** An entry of the log in words: what happened, and until when it lasted. */
export function logText({ event, reason, at, until }) {
  const waits = { throttled: 'Throttled', unreachable: 'Upstream cannot be reached', slow: 'Upstream does not answer in time', otherUpstream: 'Waiting for its upstream' };
  const what = waits[reason] ?? kindName(reason ?? event);
  if (event !== 'waiting') return what;
  return until ? `${what} for ${span((Date.parse(until) - Date.parse(at)) / 1000)}` : `${what}, still`;
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

/** Where the list is, with what was looked for in it. */
export const place = { list: '#/' };

/** Where a view of a fan-out is. */
export const viewOf = (id, view = '') => `#/fanouts/${encodeURIComponent(id)}${view && `/${view}`}`;

export const compareOf = (first, second) => `#/compare/${encodeURIComponent(first)}/${encodeURIComponent(second)}`;

/** Generated ids begin with the time that they were made: their two ends tell them apart. */
export const shortId = (id) => id.replace(/^(key-)?([0-9a-f]{8})[0-9a-f]{18}([0-9a-f]{6})$/, '$1$2\u2026$3');
