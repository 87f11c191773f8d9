// Making and updating elements, with text as text nodes only: nothing here is ever parsed as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function make(element, args) {
  const props = args[0] && Object.getPrototypeOf(args[0]) === Object.prototype ? args.shift() : {};
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [k, v] of Object.entries(value)) element.style.setProperty(k, v);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name in element && typeof value === 'boolean') element[name] = value;
    else if (name === 'value') element.value = value;
    else element.setAttribute(name === 'className' ? 'class' : name, value === true ? '' : value);
  }
  element.append(...args.flat(3).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** h('p.note', {title: 'x'}, 'text', child): tag and classes, attributes and listeners if any, children. */
export function h(tag, ...args) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  return make(element, args);
}

/** The same for SVG. */
export function s(tag, ...args) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElementNS(SVG, name);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  return make(element, args);
}

/** Sets an element's text, and touches nothing when it is that already: a screen reader is told of changes only. */
export function text(element, value) {
  const wanted = String(value ?? '');
  if (element.textContent !== wanted) element.textContent = wanted;
}

/** Makes a parent's children follow a list of items: known ones are updated, others made or removed. */
export function follow(parent, items, keyOf, create, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.follow, child]));
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = known.get(key);
    known.delete(key);
    if (!child) {
      child = create(item);
      child.dataset.follow = key;
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
    update?.(child, item);
  }
  for (const child of known.values()) child.remove();
}

/** Says something once to everyone: shown for a while, and read out. */
export function say(message, kind = 'good') {
  const line = h('p.toast', { dataset: { kind } }, message);
  document.getElementById('said').append(line);
  setTimeout(() => line.remove(), 7000);
}
