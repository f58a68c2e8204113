/** Light, dark, or as the system says. */
import { redraw } from './screen.js';

const ORDER = ['auto', 'light', 'dark'];

/** What was wished for. */
export function theme() {
  return document.documentElement.dataset.theme ?? 'auto';
}

/** The next of the three, for now and for later visits. */
export function nextTheme() {
  const next = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length];
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === 'auto') localStorage.removeItem('theme');
    else localStorage.setItem('theme', next);
  } catch {
    // A browser that keeps nothing starts with the system's theme next time.
  }
  redraw();
}
