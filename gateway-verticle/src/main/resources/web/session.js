/**
 * Who is signed in, by what, and until when. A session that ends takes nothing with it: whatever
 * needs one waits for {@link renewed}, while the page asks to sign in again.
 *
 * The token lives in this tab alone and is gone when the tab is closed.
 */
import { redraw } from './screen.js';

const KEPT = 'session';
const WARN_BEFORE = 60_000;
const WARN_FRACTION = 0.2;
const RENEW_FRACTION = 0.25;
const RENEW_AGAIN_MS = 5_000;

/** What the gateway says of signing in: {mode, issuer, clientId, rolesClaim, demoUsers}. */
export let config = { mode: 'standalone', demoUsers: [] };

let current = null;
let ended = false;
let renew = null;
let timers = [];
let waiting = [];
const listeners = new Set();

/** Reads how one signs in, and takes up the session that this tab had before it was reloaded. */
export async function begin() {
  const answer = await fetch('/web/config.json', { cache: 'no-cache' });
  config = await answer.json();
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return;
  take(kept);
}

/** What a token says; whether that is true is for those to check who rely on it. */
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
 * Takes up the session that this token stands for.
 *
 * @param answeredAt when it was asked for, in milliseconds by our clock
 * @param expiresIn how many seconds it lives, where the answer said so
 * @param renewal gets and takes up the next token before this one ends, where that needs nobody
 */
export function take(token, { answeredAt = Date.now(), expiresIn = null, renewal = null } = {}) {
  const claims = payload(token);
  // What the answer says of its life is by our clock; the claim is by the issuer's.
  const until = expiresIn ? answeredAt + expiresIn * 1000 : claims.exp * 1000;
  const life = expiresIn ? expiresIn * 1000 : Math.max(1, until - answeredAt);
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
    // The session then ends by the clock, and asks.
    renew = null;
    redraw();
  }
}

/** The session, or null when nobody has signed in; it may have ended. */
export function session() {
  return current;
}

/** Whether someone is signed in whose session counts. */
export function isSignedIn() {
  return current !== null && !ended;
}

/** Whether there was a session and it is over. */
export function hasEnded() {
  return current !== null && ended;
}

/** Whether the session ends so soon that one should be asked. */
export function endsSoon() {
  if (!isSignedIn() || renew) return false;
  return current.until - Date.now() <= Math.min(WARN_BEFORE, current.life * WARN_FRACTION);
}

export function is(role) {
  return current !== null && current.roles.includes(role);
}

/** The session is over, by the clock or because the platform said so. */
export function end() {
  if (!current || ended) return;
  ended = true;
  redraw();
}

/** Completes when there is a session again: at once, or when someone has signed in. */
export function renewed() {
  return isSignedIn() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
}

/** Is told of each new token. */
export function onRenewal(listen) {
  listeners.add(listen);
}

/** Nobody is signed in any more, and nothing of it is left in this tab but what a page holds. */
export function forget() {
  timers.forEach(clearTimeout);
  current = null;
  renew = null;
  waiting = [];
  sessionStorage.clear();
}

/** Leaves nothing behind in this tab, and goes to where others may sign in. */
export function signOut(to = '/sign-in') {
  forget();
  // A fresh document: whatever was in memory is gone, too.
  location.assign(to);
}

function forgetDrafts() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith('draft.'))
    .forEach((key) => sessionStorage.removeItem(key));
}

/** Signs in with a password; only the built-in issuer knows those. */
export async function signIn(username, password) {
  const answeredAt = Date.now();
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
  take(body.access_token, { answeredAt, expiresIn: body.expires_in });
}
