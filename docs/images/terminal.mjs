// Turns what a terminal shows, with its colours, into a page to be photographed.   node terminal.mjs COLUMNS <screen >page.html
import { readFileSync } from 'node:fs';

const columns = Number(process.argv[2]);
const BASIC = ['#3b4252', '#e0685c', '#63c08f', '#e0b35a', '#6f9fd8', '#b48ead', '#7cc4cf', '#d8dee9'];
const BRIGHT = ['#7d8794', '#ff7b6b', '#74dba4', '#f3cb74', '#88b8f0', '#cda6c6', '#95dbe6', '#ffffff'];
const lines = readFileSync(0, 'utf8').replace(/\s+$/, '').split('\n');

function colour(n) {
  if (n < 8) return BASIC[n];
  if (n < 16) return BRIGHT[n - 8];
  const level = (i) => (i ? 55 + 40 * i : 0);
  const cube = n - 16;
  return n >= 232 ? `rgb(${Array(3).fill(8 + 10 * (n - 232))})` : `rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level)})`;
}

function apply(codes, style) {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) style = {};
    else if (code === 1) style = { ...style, 'font-weight': 700 };
    else if (code === 4) style = { ...style, 'text-decoration': 'underline' };
    else if (code === 39) delete style.color;
    else if (code === 38 && codes[i + 1] === 5) { style = { ...style, color: colour(codes[i + 2]) }; i += 2; }
    else if (code >= 30 && code < 38) style = { ...style, color: BASIC[code - 30] };
    else if (code >= 90 && code < 98) style = { ...style, color: BRIGHT[code - 90] };
  }
  return style;
}

let style = {};
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const html = lines.map((line) => line.split(/(\x1b\[[0-9;]*m)/).map((part) => {
  if (part.startsWith('\x1b')) { style = apply(part.slice(2, -1).split(';').map(Number), style); return ''; }
  return part && `<span style="${Object.entries(style).map((pair) => pair.join(':')).join(';')}">${escaped(part)}</span>`;
}).join('')).join('\n');

process.stdout.write(`<!doctype html><meta charset="utf-8"><style>
html { background: #10151c; } body { margin: 0; padding: 20px 24px; }
pre { margin: 0; width: ${columns}ch; font: 14px/1.3 "DejaVu Sans Mono", Menlo, Consolas, monospace; color: #d5dbe3; }
</style><pre>${html}</pre>`);
