// Making and updating elements, with text as text nodes only: nothing here is ever parsed as HTML.

const maker = (create) => (tag, ...args) => {
  const [name, ...classes] = tag.split('.');
  const element = create(name);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  const props = args[0] && Object.getPrototypeOf(args[0]) === Object.prototype ? args.shift() : {};
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (typeof value === 'boolean') element.toggleAttribute(key, value);
    else element.setAttribute(key, value);
  }
  element.append(...args.flat(3).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
};

/** h('p.note', {title: 'x'}, 'text', child): tag and classes, attributes and listeners if any, children. */
export const h = maker((name) => document.createElement(name));

/** The same for SVG. */
export const s = maker((name) => document.createElementNS('http://www.w3.org/2000/svg', name));

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
  const line = h('p.toast', { 'data-kind': kind }, message);
  document.getElementById('said').append(line);
  setTimeout(() => line.remove(), 7000);
}

/** Asks in a dialog; resolves with the value of the button that closed it. */
export function ask(title, ...content) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-labelledby': 'ask-title' }, h('form', { method: 'dialog' }, h('h2', { id: 'ask-title' }, title), content));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
