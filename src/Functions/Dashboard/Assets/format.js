// Numbers and times, as people read them.

const integers = new Intl.NumberFormat('en');
const DASH = '\u2013';
const missing = (n) => n === null || n === undefined || Number.isNaN(n);

export const count = (n) => (missing(n) ? DASH : integers.format(n));
export const rate = (n) => (missing(n) ? DASH : n >= 100 ? count(Math.round(n)) : n.toFixed(1));
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** A share: what is not all of it is never said to be 100%. */
export function percent(part, whole) {
  const p = whole ? (100 * part) / whole : 0;
  if (p > 0 && p < 0.1) return '<0.1%';
  return `${p > 0 && p < 10 ? p.toFixed(1) : p < 100 ? Math.min(99, Math.round(p)) : p}%`;
}

export function millis(ms) {
  if (missing(ms)) return DASH;
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 1 : 2)} s`;
  return `${ms.toFixed(ms >= 10 ? 0 : 1)} ms`;
}

const two = (n) => String(n).padStart(2, '0');

/** 4.2 s, 1 min 05, 3 h 12. */
export function span(seconds) {
  if (missing(seconds)) return DASH;
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${two(whole % 60)}` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

/** A place on the time axis: 12 s, 1:30, 2:00:00. */
export function elapsed(seconds) {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

// Sweden writes times as 17:05:09 and dates as 2026-01-31.
export const clock = (value) => new Date(value).toLocaleTimeString('sv');

/** The time for today, the date and the time for another day. */
export function moment(value) {
  const date = new Date(value);
  return date.toDateString() === new Date().toDateString() ? clock(date) : `${date.toLocaleDateString('sv')} ${clock(date).slice(0, 5)}`;
}

/** How long it is until then, in whole seconds: in 12 s, in 3 min 05, now. */
export function countdown(value) {
  const seconds = Math.round((Date.parse(value) - Date.now()) / 1000);
  return seconds < 1 ? 'now' : seconds < 60 ? `in ${seconds} s` : `in ${span(seconds)}`;
}

/** The beginning of a text that is longer than there is room for. */
export const shortened = (text, room) => (text.length > room ? `${[...text].slice(0, room - 1).join('')}\u2026` : text);

export const capital = (text) => text[0].toUpperCase() + text.slice(1);
