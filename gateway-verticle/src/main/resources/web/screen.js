/** Schedules drawing: any number of changes at a time are drawn once. */

let draw = () => {};
let planned = false;

/** Sets the function that draws the screen. */
export function drawnBy(drawScreen) {
  draw = drawScreen;
}

/** Something on the screen has changed. */
export function redraw() {
  if (planned) return;
  planned = true;
  // Not requestAnimationFrame, which does not run in a background tab.
  setTimeout(() => {
    planned = false;
    draw();
  }, 0);
}

/** Announces a text to screen readers. */
export function announce(text) {
  const place = document.getElementById('announcements');
  place.textContent = '';
  setTimeout(() => (place.textContent = text), 50);
}

let focusWanted = null;

/** Focuses the first element that matches {@code selector}, after the next drawing. */
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
