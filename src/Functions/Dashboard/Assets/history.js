// What the recorder draws: curves out of the batches that ran and of what was seen while looking on.
import { finished, inFlight } from './model.js';

const BINS = 140;
const SMOOTHING = 3;

/** What was seen while looking on, and what is seen now: at most one a second, fewer once there are many. */
export function seenNow(samples, fanOut) {
  const at = Date.now();
  if (at - samples.at(-1)?.at < 500) return samples;
  const now = { at, done: finished(fanOut), inFlight: inFlight(fanOut), throttledUntil: fanOut.throttledUntil };
  return [...(samples.length < 4000 ? samples : samples.filter((_, i) => i % 2)), now];
}

/** {origin, end, seen, batches, rate, latency, inFlight, cap, throttled}: times in seconds since origin, curves as [time, value …]. */
export function history(fanOut, batches, samples, stands) {
  const origin = batches.length ? Math.min(...batches.map((b) => Date.parse(b.startedAt))) : Date.parse(fanOut.createdAt);
  const seconds = (time) => (time - origin) / 1000;
  const now = stands ? Math.max(origin, ...[fanOut.lastUpdatedAt, ...batches.map((b) => b.finishedAt ?? 0)].map((time) => Date.parse(time))) : Date.now();
  const end = Math.max(0.1, seconds(now));
  const clamp = (time) => Math.min(end, Math.max(0, seconds(time)));
  const bars = batches.map((b) => ({
    ...b,
    start: seconds(Date.parse(b.startedAt)),
    end: b.finishedAt ? seconds(Date.parse(b.finishedAt)) : end,
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
    inFlight: seen ? all.map((m) => [clamp(m.at), m.inFlight]) : spreadOver(bars, end, busy).map(([t, n]) => [t, Math.min(n, cap)]),
    throttled: throttled(samples, clamp),
  };
}

function sampledRate(samples, clamp) {
  const points = [];
  for (let i = 1, from = 0; i < samples.length; i++) {
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

function throttled(samples, clamp) {
  const spans = [];
  for (const { at, throttledUntil } of samples) {
    if (!throttledUntil) continue;
    const [from, to] = [clamp(at), clamp(Date.parse(throttledUntil))];
    const last = spans.at(-1);
    if (last && from <= last[1] + 1.5) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans;
}
