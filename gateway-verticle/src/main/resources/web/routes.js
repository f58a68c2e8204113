/** Which address shows which page, and for which role. */
import { go, homePath, shownBy } from './navigation.js';
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

let route = { path: '', visit: 0 };
let page = null;
let visits = 0;

/** The current route: {path, under, visit, isPublic}. */
export function currentRoute() {
  return route;
}

/** The page that is open. */
export function openPage() {
  return page;
}

function show() {
  const path = location.pathname.replace(/\/{2,}/g, '/');
  if (path === '/' || path === '') {
    go(homePath(), { replace: true });
    return;
  }
  const match = ROUTES.find((each) => each.pattern.test(path));
  if (match?.role && !session()) {
    go(`/sign-in?to=${encodeURIComponent(path + location.search)}`, { replace: true });
    return;
  }
  const before = page;
  route = { path, under: match?.under ?? null, visit: ++visits, isPublic: !match?.role };
  if (!match) page = problem.open(['not-found']);
  else if (match.role && !is(match.role)) page = problem.open(['forbidden']);
  else page = match.page.open(match.pattern.exec(path).slice(1));
  // Closed last, so that an address that both pages watch stays registered.
  before?.close?.();
  if (visits > 1) focusSoon('h1');
  redraw();
}

/** Follows links to our own pages without loading a document, so that live connections stay open. */
function followLink(event) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('a[href]');
  if (!link || link.target || link.origin !== location.origin || link.hash) return;
  if (!ROUTES.some((each) => each.pattern.test(link.pathname)) && link.pathname !== '/') return;
  event.preventDefault();
  if (link.pathname + link.search === location.pathname + location.search) return;
  go(link.pathname + link.search);
}

/** Shows the page of the current address, and from then on of every later one. */
export function start() {
  shownBy(show);
  document.addEventListener('click', followLink);
  window.addEventListener('popstate', show);
  document.addEventListener('keydown', (event) => page?.onKey?.(event));
  let subject = session()?.subject;
  onRenewal((now) => {
    // A different user has signed in: nothing on the screen is theirs.
    if (subject && subject !== now.subject) go(homePath(), { replace: true });
    subject = now.subject;
  });
  show();
}
