// What the recorder draws: curves out of the batches that ran and of what was seen while looking on.
import { finished, inFlight, waitOf } from './model.js';

const BINS = 140;
const SMOOTHING = 3;
const RECENT = 30;
// In milliseconds: no second that is missed by chance is a gap.
const UNWATCHED = 8000;

/** What stops a fan-out now, by name and since when; null when nothing does. */
function stopOf(fanOut) {
  if (fanOut.status === 'paused') return { name: 'paused', since: Date.parse(fanOut.lastUpdatedAt) };
  const wait = waitOf(fanOut);
  return wait && wait.reason !== 'rateLimited' && { name: wait.reason === 'otherUpstream' ? 'waiting' : wait.reason, since: Date.parse(wait.since) };
}

/** What was seen while looking on, and what is seen now: at most one a second, fewer once there are many. away: the host was, just before. */
export function seenNow(samples, fanOut, away) {
  const at = Date.now();
  if (at - samples.at(-1)?.at < 500) return samples;
  const now = { at, away, done: finished(fanOut), inFlight: inFlight(fanOut), stop: stopOf(fanOut) };
  return [...(samples.length < 4000 ? samples : samples.filter((each, i) => i % 2 || each.away)), now];
}

/** Ids a second in the last half minute, as far as it was watched without a break, and over how many seconds; null after too short a time. */
export function paceOf(samples) {
  const now = samples.at(-1);
  let first = samples.length - 1;
  while (first > 0 && !isBreak(samples, first) && now.at - samples[first - 1].at <= RECENT * 1000) first--;
  const seconds = now ? (now.at - samples[first].at) / 1000 : 0;
  return seconds < 4 ? null : { rate: Math.max(0, now.done - samples[first].done) / seconds, seconds: Math.round(seconds) };
}

/** {origin, end, seen, batches, rate, latency, inFlight, cap, gaps}: times in seconds since origin, curves as [time, value …], null where one is broken. */
export function history(fanOut, batches, samples, over) {
  const origin = batches.length ? Math.min(...batches.map((b) => Date.parse(b.startedAt))) : Date.parse(fanOut.createdAt);
  const seconds = (time) => (time - origin) / 1000;
  const now = over ? Math.max(origin, ...[fanOut.lastUpdatedAt, ...batches.map((b) => b.finishedAt ?? 0)].map((time) => Date.parse(time))) : Date.now();
  const end = Math.max(0.1, seconds(now));
  const clamp = (time) => Math.min(end, Math.max(0, seconds(time)));
  // What a pause leaves unfinished stands still from then on.
  const still = fanOut.status === 'paused' ? clamp(Date.parse(fanOut.lastUpdatedAt)) : end;
  const bars = batches.map((b) => ({
    ...b,
    start: seconds(Date.parse(b.startedAt)),
    end: b.finishedAt ? seconds(Date.parse(b.finishedAt)) : Math.max(seconds(Date.parse(b.startedAt)), still),
    running: !b.finishedAt,
    broken: b.status === 'failed' || b.status === 'terminated',
  })).sort((a, b) => a.start - b.start);
  const cap = fanOut.request.maxConcurrency;
  // Whoever came late has not seen the beginning: then the curves are made out of the batches.
  const seen = samples.length > 4 && samples[0].at - origin < 250 * end + 2000;
  const all = [{ at: origin, done: 0, inFlight: 0 }, ...samples];
  const busy = (b) => (b.running && fanOut.status === 'running' ? b.inFlight * (b.end - b.start) : ((b.meanMs ?? 0) / 1000) * b.fetched);
  return {
    origin, end, seen, cap, batches: bars,
    rate: seen ? sampledRate(all, clamp) : spreadOver(bars, end, (b) => b.fetched + b.failed),
    latency: bars.filter((b) => Number.isFinite(b.latencyMs?.p50)).map((b) => [b.end, b.latencyMs.p50, b.latencyMs.p95]).sort((a, b) => a[0] - b[0]),
    inFlight: seen ? all.map((m, i) => (isBreak(all, i) ? null : [clamp(m.at), m.inFlight])) : spreadOver(bars, end, busy).map(([t, n]) => [t, Math.min(n, cap)]),
    gaps: gapsOf(samples, clamp),
  };
}

/** Whether nothing is known of the time right before a sample: the host was away, nobody watched, or it was paused. */
const isBreak = (samples, i) => i > 0 && (samples[i].away || samples[i - 1].stop?.name === 'paused' || (i > 1 && samples[i].at - samples[i - 1].at > UNWATCHED));

function sampledRate(samples, clamp) {
  const points = [];
  for (let i = 1, from = 0; i < samples.length; i++) {
    if (isBreak(samples, i)) {
      points.push(null);
      from = i;
      continue;
    }
    while (samples[i].at - samples[from].at > SMOOTHING * 1000 && from < i - 1) from++;
    const took = (samples[i].at - samples[from].at) / 1000;
    if (took > 0) points.push([clamp(samples[i].at), Math.max(0, samples[i].done - samples[from].done) / took]);
  }
  return points;
}

/** Each batch's amount, spread evenly over the time that it ran, as amounts a second. */
function spreadOver(bars, end, amountOf) {
  if (!bars.length) return [];
  const bins = new Float64Array(Math.max(8, Math.min(BINS, bars.length * 6)));
  const width = end / bins.length;
  for (const bar of bars) {
    const length = Math.max(bar.end - bar.start, width / 4);
    const amount = amountOf(bar) / length;
    const last = Math.min(bins.length - 1, Math.floor((bar.start + length) / width));
    for (let i = Math.max(0, Math.floor(bar.start / width)); i <= last; i++) {
      const overlap = Math.min(bar.start + length, (i + 1) * width) - Math.max(bar.start, i * width);
      if (overlap > 0) bins[i] += amount * overlap;
    }
  }
  // The first and the last bin reach to the ends of the axis.
  return [...bins].map((amount, i) => [(i === 0 ? 0 : i === bins.length - 1 ? bins.length : i + 0.5) * width, amount / width]);
}

/** The spans in which it did not go on, or was not seen to: [from, to, name]. */
function gapsOf(samples, clamp) {
  const spans = [];
  samples.forEach(({ at, away, stop }, i) => {
    const before = samples[i - 1]?.at;
    if (i && (away || at - before > UNWATCHED)) spans.push([clamp(before), clamp(at), away ? 'host away' : 'not watched']);
    if (!stop) return;
    const last = spans.at(-1);
    const to = clamp(samples[i + 1]?.at ?? Date.now());
    if (last?.[2] === stop.name && clamp(at) <= last[1] + 1.5) last[1] = to;
    else spans.push([clamp(Math.max(stop.since, samples[i - 1]?.at ?? 0)), to, stop.name]);
  });
  return spans;
}
