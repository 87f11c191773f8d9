// What the recorder draws: curves out of the batches that ran and of what was seen while looking on.

const BINS = 140;
const SMOOTHING = 3;

/** The samples of this page's visit, at most one a second. */
export class Samples {
  constructor() {
    this.list = [];
  }

  add(fanOut, now) {
    const last = this.list.at(-1);
    if (last && now - last.at < 500) return;
    this.list.push({ at: now, done: fanOut.fetched + fanOut.failed, inFlight: fanOut.inFlight, throttledUntil: fanOut.throttledUntil });
    if (this.list.length > 4000) this.list = this.list.filter((_, i) => i % 2 === 1);
  }

  covers(origin, end) {
    return this.list.length > 4 && this.list[0].at - origin < 0.25 * end * 1000 + 2000;
  }
}

export function history(fanOut, batches, samples, over) {
  const origin = batches.length ? Math.min(...batches.map((b) => Date.parse(b.startedAt))) : Date.parse(fanOut.createdAt);
  const now = over ? Math.max(Date.parse(fanOut.lastUpdatedAt), origin) : Date.now();
  const seconds = (value) => (Date.parse(value) - origin) / 1000;
  const end = Math.max(0.1, (now - origin) / 1000);
  const bars = batches.map((b) => ({
    ...b,
    start: seconds(b.startedAt),
    end: b.finishedAt ? seconds(b.finishedAt) : end,
    running: !b.finishedAt,
    broken: b.status === 'failed' || b.status === 'terminated',
  })).sort((a, b) => a.start - b.start);
  const seen = samples.covers(origin, end);
  // Batches report in flight now and then, each at its own time: the sum may pass the cap, which the fetches never do.
  const cap = fanOut.request.maxConcurrency;
  return {
    origin, end, seen, batches: bars,
    rate: seen ? sampledRate(samples.list, origin, end) : spreadOver(bars, end, (b) => b.fetched + b.failed),
    latency: bars.filter((b) => b.latencyMs?.p50 !== null && b.latencyMs?.p50 !== undefined)
      .map((b) => [b.end, b.latencyMs.p50, b.latencyMs.p95]).sort((a, b) => a[0] - b[0]),
    inFlight: seen ? samples.list.map((m) => [clamp((m.at - origin) / 1000, end), Math.min(m.inFlight, cap)])
      : spreadOver(bars, end, (b) => (b.running ? b.inFlight * (b.end - b.start) : ((b.meanMs ?? 0) / 1000) * b.fetched)).map(([t, n]) => [t, Math.min(n, cap)]),
    cap,
    throttled: throttled(samples.list, origin, end),
  };
}

const clamp = (t, end) => Math.min(end, Math.max(0, t));

function sampledRate(list, origin, end) {
  const points = [];
  for (let i = 1, from = 0; i < list.length; i++) {
    while (list[i].at - list[from].at > SMOOTHING * 1000 && from < i - 1) from++;
    const took = (list[i].at - list[from].at) / 1000;
    if (took > 0) points.push([clamp((list[i].at - origin) / 1000, end), Math.max(0, list[i].done - list[from].done) / took]);
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
  return [...bins].map((sum, i) => [(i + 0.5) * width, sum / width]);
}

function throttled(list, origin, end) {
  const spans = [];
  for (const sample of list) {
    if (!sample.throttledUntil) continue;
    const from = clamp((sample.at - origin) / 1000, end);
    const to = clamp((Date.parse(sample.throttledUntil) - origin) / 1000, end);
    const last = spans.at(-1);
    if (last && from <= last[1] + 1.5) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans;
}
