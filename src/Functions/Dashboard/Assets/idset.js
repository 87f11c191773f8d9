// Reads a set of ids as the host reads it, and says what the host would say of the first thing that it cannot read.
// The host decides; this only spares a round trip a key.

const MAX_ID = 2147483647;
const LONGEST_TOKEN_SHOWN = 40;

class Refused extends Error {}

const shortened = (token) => (token.length > LONGEST_TOKEN_SHOWN ? `${[...token].slice(0, LONGEST_TOKEN_SHOWN).join('')}\u2026` : token);

function refuse(token, reason) {
  throw new Refused(`"${shortened(token)}" ${reason}`);
}

function parseId(digits, token) {
  if (/[^0-9]/.test(digits)) refuse(token, 'is not an id or a range: write a whole number such as 42, or a range such as 1-99.');
  const value = Number(digits);
  if (digits === '' || value > MAX_ID) refuse(token, `is too large: the largest id is ${MAX_ID}.`);
  if (value === 0) refuse(token, 'is zero: ids start at 1.');
  return value;
}

function parseToken(token, whole) {
  if (token === '') refuse(whole, 'has an empty item: write ids and ranges with one comma between each two, such as 1-20,42.');
  const dash = token.indexOf('-');
  if (dash < 0) {
    const id = parseId(token, token);
    return [id, id];
  }
  if (dash === 0) refuse(token, 'is negative or lacks its start: ids start at 1, and a range is written 1-99.');
  if (dash === token.length - 1) refuse(token, 'lacks its end: a range is written 1-99.');
  const first = parseId(token.slice(0, dash).trimEnd(), token);
  const last = parseId(token.slice(dash + 1).trimStart(), token);
  if (first > last) refuse(token, `is reversed: write ${last}-${first}.`);
  return [first, last];
}

function normalize(ranges) {
  const merged = [];
  for (const [first, last] of ranges.sort((a, b) => a[0] - b[0])) {
    const end = merged.at(-1);
    if (end && first <= end[1] + 1) end[1] = Math.max(end[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** {count, text, all, error}: error is null when the text names ids, or names none; all is what only the host can count. */
export function parseIds(written) {
  try {
    const tokens = written.trim() === '' ? [] : written.split(',');
    const ranges = written.trim() === 'all' ? [[1, MAX_ID]] : normalize(tokens.map((token) => parseToken(token.trim(), written)));
    const all = ranges[0]?.[1] - ranges[0]?.[0] + 1 === MAX_ID;
    return {
      all,
      count: ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0),
      text: all ? 'all' : ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(','),
      error: null,
    };
  } catch (e) {
    if (e instanceof Refused) return { count: 0, text: '', error: e.message };
    throw e;
  }
}

const divideUp = (dividend, divisor) => Math.ceil(dividend / divisor);

/** How the host cuts a set: batches, how many of them at a time, and how many fetches at most in each. Without a batch size the host chooses one. */
export function plan(ids, batchSize, maxConcurrency) {
  const wanted = Math.max(Math.min(Math.max(Math.floor(maxConcurrency / 4), 1), 10), divideUp(maxConcurrency, 20));
  const size = batchSize ?? chosenSize(ids, wanted, Math.floor(maxConcurrency / wanted));
  const batches = divideUp(ids, size);
  const together = Math.min(Math.max(batches, 1), Math.max(wanted, divideUp(maxConcurrency, size)));
  return { batches, together, window: divideUp(maxConcurrency, together) };
}

function chosenSize(ids, lanes, window) {
  const most = Math.min(Math.max(50 * window, 100), 1000);
  const batches = Math.max(divideUp(ids, most), Math.min(Math.max(Math.floor(ids / 100), 1), lanes));
  return Math.max(1, divideUp(ids, batches > lanes ? divideUp(batches, lanes) * lanes : batches));
}
