// Keys and small comforts. Everything here can also be done without this script.
'use strict';

document.documentElement.classList.add('js');

const rows = () => [...document.querySelectorAll('[data-row]')];
let here = -1;

function go(to) {
  const all = rows();
  if (all.length === 0) return;
  all[here]?.classList.remove('is-here');
  here = Math.min(Math.max(to, 0), all.length - 1);
  all[here].classList.add('is-here');
  all[here].querySelector('[data-open]')?.focus({ preventScroll: true });
  all[here].scrollIntoView({ block: 'nearest' });
}

function toggleRow() {
  const box = rows()[here]?.querySelector('input[type="checkbox"]');
  if (box) box.checked = !box.checked;
}

/** With nothing selected, the exposure that the keys stand on is meant. */
function begin(decision) {
  const select = document.getElementById('decision');
  if (!select) return;
  const boxes = [...document.querySelectorAll('input[name="flag"]')];
  if (boxes.length > 0 && !boxes.some((box) => box.checked)) toggleRow();
  select.value = decision;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  document.getElementById('why').focus();
}

function showKeys() {
  const keys = document.getElementById('keys');
  if (!keys) return;
  keys.hidden = !keys.hidden;
  document.querySelector('[data-keys]')?.setAttribute('aria-expanded', String(!keys.hidden));
}

const KEYS = {
  j: () => go(here + 1),
  k: () => go(here - 1),
  x: toggleRow,
  c: () => begin('confirmed'),
  m: () => begin('mended'),
  f: () => begin('false-alarm'),
  t: () => begin('test-data'),
  p: () => begin('permitted'),
  a() {
    const assign = document.getElementById('assign');
    if (!assign) return;
    begin('');
    assign.open = true;
    document.getElementById('to-whom').focus();
  },
  u: () => document.getElementById('undo')?.requestSubmit(),
  '/': () => document.getElementById('q')?.focus(),
  '?': showKeys,
};

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isField = event.target instanceof Element && event.target.closest('input:not([type="checkbox"]), select, textarea');
  if (isField) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

/** Only the fields that the decision needs. */
function fitFields() {
  const decision = document.getElementById('decision')?.value ?? '';
  for (const field of document.querySelectorAll('[data-for]')) field.hidden = !field.dataset.for.split(' ').includes(decision);
}

document.addEventListener('change', (event) => {
  if (event.target.id === 'decision') fitFields();
});

document.addEventListener('click', (event) => {
  const menu = event.target.closest?.('[data-menu]');
  if (menu) menu.setAttribute('aria-expanded', String(menu.getAttribute('aria-expanded') !== 'true'));
  const copy = event.target.closest?.('[data-copy]');
  if (copy) {
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
      copy.textContent = copy.dataset.copied;
    });
  }
  if (event.target.closest?.('[data-keys]')) showKeys();
  if (event.target.closest?.('[data-select-page]')) {
    const boxes = [...document.querySelectorAll('[data-row] input[name="flag"]')];
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
  }
});

document.addEventListener('DOMContentLoaded', fitFields);

/** A value that was revealed does not stay on the screen of a person who walked away. */
const SHOWN_MS = 60_000;
document.addEventListener('DOMContentLoaded', () => {
  const away = document.querySelector('[data-leave]')?.dataset.leave;
  if (away) setTimeout(() => location.replace(away), SHOWN_MS);
});

/** Paper cannot be opened: what is folded and belongs there is unfolded for it. */
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('details.printed')) part.open = true;
});

/** A link to a folded part opens it. */
function unfold() {
  const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let at = part || null; at; at = at.parentElement) if (at instanceof HTMLDetailsElement) at.open = true;
}
addEventListener('hashchange', unfold);
document.addEventListener('DOMContentLoaded', unfold);

/** The sentence to be typed follows the decision and the name. */
function sayTheSentence() {
  const sentence = document.getElementById('sentence');
  if (!sentence) return;
  sentence.dataset.pattern ??= sentence.textContent;
  const [, name, end] = /, (.*), .* (?:[A-Z]{2}-[0-9-]+): (.*)$/.exec(sentence.dataset.pattern) ?? [];
  const said = [document.getElementById('signer').value.trim(), document.getElementById('decision-signed').value];
  sentence.textContent = sentence.dataset.pattern.replace(name, () => said[0] || name).replace(end, () => said[1] || end);
}
document.addEventListener('input', (event) => {
  if (event.target.id === 'signer' || event.target.id === 'decision-signed') sayTheSentence();
});
document.addEventListener('DOMContentLoaded', sayTheSentence);
