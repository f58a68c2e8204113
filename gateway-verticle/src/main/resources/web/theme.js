/** The theme: light, dark, or the system's. */
import { redraw } from './screen.js';

const ORDER = ['auto', 'light', 'dark'];

/** The chosen theme. */
export function theme() {
  return document.documentElement.dataset.theme ?? 'auto';
}

/** Switches to the next theme, for this and later visits. */
export function nextTheme() {
  const next = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length];
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    if (next === 'auto') localStorage.removeItem('theme');
    else localStorage.setItem('theme', next);
  } catch {
    // Without storage, the next visit starts with the system's theme.
  }
  redraw();
}
