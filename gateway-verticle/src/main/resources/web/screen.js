/**
 * The one place that decides when something is drawn: whoever changes what is shown says so, and
 * many changes at once are drawn once.
 */

let draw = () => {};
let planned = false;

/** Tells how the screen is drawn. */
export function drawnBy(how) {
  draw = how;
}

/** What is shown has changed. */
export function redraw() {
  if (planned) return;
  planned = true;
  // Not requestAnimationFrame: a tab in the background has to be up to date when it is looked at.
  setTimeout(() => {
    planned = false;
    draw();
  }, 0);
}

/** Says something to those who hear the page instead of seeing it. */
export function announce(text) {
  const place = document.getElementById('announcements');
  place.textContent = '';
  setTimeout(() => (place.textContent = text), 50);
}

let focusWanted = null;

/** After the next drawing, the first element that fits {@code selector} has the focus. */
export function focusSoon(selector) {
  focusWanted = selector;
  redraw();
}

/** Called after each drawing. */
export function drawn() {
  if (!focusWanted) return;
  const target = document.querySelector(focusWanted);
  if (!target) return;
  focusWanted = null;
  target.focus({ preventScroll: false });
}
