/** Which places there are for whom, and how to get to them. Pages use it; it knows none of them. */
import { is, session } from './session.js';

const PLACES = [
  { path: '/applications', label: 'nav.applications', role: 'customer' },
  { path: '/apply', label: 'nav.apply', role: 'customer' },
  { path: '/desk', label: 'nav.desk', role: 'underwriter' },
  { path: '/desks', label: 'nav.desks', role: 'supervisor' },
  { path: '/platform', label: 'nav.platform', role: 'operator' },
];

let show = () => {};

/** Sets what shows the page of the current address. */
export function shownBy(showPage) {
  show = showPage;
}

/** The places that the signed-in user may go to. */
export function places() {
  return session() ? PLACES.filter((place) => is(place.role)) : [];
}

/** The signed-in user's first place. */
export function homePath() {
  return places()[0]?.path ?? '/sign-in';
}

/** Goes to a page of ours; that page finds {@code state} in the history. */
export function go(path, { replace = false, state = null } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', path);
  show();
  window.scrollTo(0, 0);
}
