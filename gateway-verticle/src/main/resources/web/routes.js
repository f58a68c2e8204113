/** Which address shows which page, and for whom. */
import * as application from './pages/application.js';
import * as applications from './pages/applications.js';
import * as apply from './pages/apply.js';
import * as desk from './pages/desk.js';
import * as desks from './pages/desks.js';
import * as platform from './pages/platform.js';
import * as problem from './pages/problem.js';
import * as signIn from './pages/sign-in.js';
import { focusSoon, redraw } from './screen.js';
import { is, onRenewal, session } from './session.js';

const ROUTES = [
  { pattern: /^\/sign-in$/, page: signIn },
  { pattern: /^\/sign-in\/done$/, page: signIn },
  { pattern: /^\/problems\/([a-z0-9-]+)$/, page: problem },
  { pattern: /^\/applications$/, page: applications, role: 'customer' },
  { pattern: /^\/apply$/, page: apply, role: 'customer' },
  { pattern: /^\/applications\/(\d+)$/, page: application, role: 'customer', under: '/applications' },
  { pattern: /^\/desk$/, page: desk, role: 'underwriter' },
  { pattern: /^\/desks$/, page: desks, role: 'supervisor' },
  { pattern: /^\/platform$/, page: platform, role: 'operator' },
];

const PLACES = [
  { path: '/applications', label: 'nav.applications', role: 'customer' },
  { path: '/apply', label: 'nav.apply', role: 'customer' },
  { path: '/desk', label: 'nav.desk', role: 'underwriter' },
  { path: '/desks', label: 'nav.desks', role: 'supervisor' },
  { path: '/platform', label: 'nav.platform', role: 'operator' },
];

let current = { path: '', visit: 0 };
let page = null;
let visits = 0;

/** The places of those who are signed in. */
export function visible() {
  return session() ? PLACES.filter((place) => is(place.role)) : [];
}

/** Where whoever is signed in begins. */
export function homeOf() {
  return visible()[0]?.path ?? '/sign-in';
}

/** Where one is: {path, under, visit, isPublic}. */
export function here() {
  return current;
}

/** The page that is open. */
export function openPage() {
  return page;
}

/** Goes to a page of ours; {@code state} is what that page finds in the history. */
export function go(path, { replace = false, state = null } = {}) {
  history[replace ? 'replaceState' : 'pushState'](state, '', path);
  show();
  window.scrollTo(0, 0);
}

function show() {
  const path = location.pathname.replace(/\/{2,}/g, '/');
  if (path === '/' || path === '') {
    go(homeOf(), { replace: true });
    return;
  }
  const route = ROUTES.find((each) => each.pattern.test(path));
  if (route?.role && !session()) {
    go(`/sign-in?to=${encodeURIComponent(path + location.search)}`, { replace: true });
    return;
  }
  const before = page;
  current = {
    path,
    under: route?.under ?? null,
    visit: ++visits,
    isPublic: !route?.role,
  };
  if (!route) page = problem.open(['not-found']);
  else if (route.role && !is(route.role)) page = problem.open(['forbidden']);
  else page = route.page.open(route.pattern.exec(path).slice(1));
  // Last, so that what both pages watch is not let go of for a moment.
  before?.close?.();
  if (visits > 1) focusSoon('h1');
  redraw();
}

/** Links within are followed without a new document, so that live connections stay. */
function followed(event) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || link.origin !== location.origin || link.hash) return;
  if (!ROUTES.some((route) => route.pattern.test(link.pathname)) && link.pathname !== '/') return;
  event.preventDefault();
  if (link.pathname + link.search === location.pathname + location.search) return;
  go(link.pathname + link.search);
}

/** Shows the page of the address, and from now on of every next one. */
export function start() {
  document.addEventListener('click', followed);
  window.addEventListener('popstate', show);
  document.addEventListener('keydown', (event) => page?.onKey?.(event));
  let subject = session()?.subject;
  onRenewal((now) => {
    // Somebody else has signed in: nothing of what was shown is theirs.
    if (subject && subject !== now.subject) go(homeOf(), { replace: true });
    subject = now.subject;
  });
  show();
}
