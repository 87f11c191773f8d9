// Numbers and times, as people read them.

const integers = new Intl.NumberFormat('en');
const DASH = '\u2013';

export const count = (n) => (n === null || n === undefined ? DASH : integers.format(n));

export function rate(n) {
  if (n === null || n === undefined || !Number.isFinite(n)) return DASH;
  return n >= 100 ? integers.format(Math.round(n)) : n.toFixed(1);
}

export const percent = (part, whole) => {
  if (!whole) return '0%';
  const p = (100 * part) / whole;
  if (p > 0 && p < 0.1) return '<0.1%';
  return p >= 99.95 || p < 0.05 ? `${Math.round(p)}%` : `${p >= 10 ? Math.round(p) : p.toFixed(1)}%`;
};

export function millis(ms) {
  if (ms === null || ms === undefined) return DASH;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** 4.2 s, 1 min 05, 3 h 12. */
export function span(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return DASH;
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')}`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')}`;
}

/** A place on the time axis: 0, 12 s, 1:30, 2:00:00. */
export function elapsed(seconds) {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

const pad = (n) => String(n).padStart(2, '0');
const date = (value) => (value ? new Date(value) : null);

export function clock(value, withSeconds = true) {
  const d = date(value);
  return d ? `${pad(d.getHours())}:${pad(d.getMinutes())}${withSeconds ? `:${pad(d.getSeconds())}` : ''}` : DASH;
}

/** The time for today, the date and the time for another day. */
export function moment(value) {
  const d = date(value);
  if (!d) return DASH;
  const today = new Date().toDateString() === d.toDateString();
  return today ? clock(d) : `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${clock(d, false)}`;
}

/** The beginning of a text that is longer than there is room for. */
export const shortened = (text, room) => (text.length > room ? `${text.slice(0, room - 1)}\u2026` : text);

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
