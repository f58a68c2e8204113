/**
 * The session: the signed-in user, the token, and when it expires. When it expires, calls wait for
 * {@link renewed} while the page asks the user to sign in again, so that nothing typed is lost.
 *
 * The token is kept in this tab only, and is gone when the tab is closed.
 */
import { redraw } from './screen.js';

const KEPT = 'session';
const KEPT_LIFE = 'session.life';
const WARN_BEFORE = 60_000;
const WARN_FRACTION = 0.2;
const RENEW_FRACTION = 0.25;
const RENEW_AGAIN_MS = 5_000;

/** How users sign in, from the gateway: {mode, issuer, clientId, rolesClaim, demoUsers}. */
export let config = { mode: 'standalone', demoUsers: [] };

let current = null;
let ended = false;
let renew = null;
let timers = [];
let waiting = [];
const listeners = new Set();

/** Reads the configuration, and restores the session that this tab had before it was reloaded. */
export async function begin() {
  const answer = await fetch('/web/config.json', { cache: 'no-cache' });
  config = await answer.json();
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return;
  take(kept, JSON.parse(sessionStorage.getItem(KEPT_LIFE)) ?? {});
}

/** The claims of a token. They are not verified here; each service verifies the token itself. */
export function payload(token) {
  const text = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function rolesOf(claims) {
  const path = (config.rolesClaim || 'roles').split('/');
  const roles = path.reduce((level, part) => level?.[part], claims);
  return Array.isArray(roles) ? roles : [];
}

/**
 * Begins or continues a session with this token.
 *
 * @param requestedAt when it was requested, in milliseconds by our clock
 * @param expiresIn its lifetime in seconds; by default as long as its claims say
 * @param renewal replaces the token before it expires, without the user; null if that is impossible
 */
export function take(token, { requestedAt = Date.now(), expiresIn = null, renewal = null } = {}) {
  const claims = payload(token);
  // Only a lifetime can be counted by our own clock; the claims are times by the issuer's clock.
  const life = (expiresIn ?? claims.exp - claims.iat) * 1000;
  const until = requestedAt + life;
  const before = current?.subject;
  current = {
    token,
    subject: claims.sub,
    name: claims.name || claims.preferred_username || claims.sub,
    roles: rolesOf(claims),
    underwriterId: claims.underwriterId ?? null,
    until,
    life,
  };
  ended = until <= Date.now();
  renew = renewal;
  sessionStorage.setItem(KEPT, token);
  sessionStorage.setItem(KEPT_LIFE, JSON.stringify({ requestedAt, expiresIn }));
  if (before && before !== current.subject) forgetDrafts();
  plan();
  redraw();
  if (ended) return;
  const resumed = waiting;
  waiting = [];
  resumed.forEach((resume) => resume());
  listeners.forEach((listen) => listen(current));
}

function plan() {
  timers.forEach(clearTimeout);
  timers = [];
  const rest = current.until - Date.now();
  if (rest <= 0) return;
  const after = (delay, action) => timers.push(setTimeout(action, Math.max(0, delay)));
  after(rest - Math.min(WARN_BEFORE, current.life * WARN_FRACTION), redraw);
  after(rest, end);
  if (renew) after(rest - current.life * RENEW_FRACTION, renewNow);
}

async function renewNow() {
  try {
    await renew();
  } catch (failure) {
    if (failure.code === 'IDENTITY_UNREACHABLE' && isSignedIn()) {
      timers.push(setTimeout(renewNow, RENEW_AGAIN_MS));
      return;
    }
    // Then the session expires, and the page asks the user to sign in.
    renew = null;
    redraw();
  }
}

/** The session, or null when nobody has signed in; it may have ended. */
export function session() {
  return current;
}

/** Whether someone is signed in and the session has not expired. */
export function isSignedIn() {
  return current !== null && !ended;
}

/** Whether there was a session that has expired. */
export function hasEnded() {
  return current !== null && ended;
}

/** Whether the session expires so soon that the user should be asked to renew it. */
export function endsSoon() {
  if (!isSignedIn() || renew) return false;
  return current.until - Date.now() <= Math.min(WARN_BEFORE, current.life * WARN_FRACTION);
}

export function is(role) {
  return current !== null && current.roles.includes(role);
}

/** The session has expired, or a service has rejected its token. */
export function end() {
  if (!current || ended) return;
  ended = true;
  redraw();
}

/** Resolves when there is a valid session: at once, or when the user has signed in again. */
export function renewed() {
  return isSignedIn() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
}

/** Calls {@code listen} with the session after each new token. */
export function onRenewal(listen) {
  listeners.add(listen);
}

/** Ends the session, and deletes everything stored in this tab. */
export function forget() {
  timers.forEach(clearTimeout);
  current = null;
  renew = null;
  waiting = [];
  sessionStorage.clear();
}

/** Ends the session, and loads {@code to}. */
export function signOut(to = '/sign-in') {
  forget();
  // Loading a new document clears the memory, too.
  location.assign(to);
}

function forgetDrafts() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith('draft.'))
    .forEach((key) => sessionStorage.removeItem(key));
}

/** Signs in with a password, at the built-in issuer. */
export async function signIn(username, password) {
  const requestedAt = Date.now();
  let answer;
  try {
    answer = await fetch('/auth/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username, password }),
    });
  } catch {
    throw { code: 'UNREACHABLE', status: 0 };
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw { ...body, status: answer.status };
  take(body.access_token, { requestedAt, expiresIn: body.expires_in });
}
