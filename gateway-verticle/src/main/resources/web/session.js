/**
 * Who is signed in, by what, and until when. A session that ends takes nothing with it: whatever
 * needs one waits for {@link renewed}, while the page asks to sign in again.
 *
 * The token lives in this tab alone and is gone when the tab is closed.
 */
import { redraw } from './screen.js';

const KEPT = 'session';
const FLOW = 'sign-in';
const WARN_BEFORE = 60_000;
const WARN_FRACTION = 0.2;
const REFRESH_FRACTION = 0.25;

/** What the gateway says of signing in: {mode, issuer, clientId, rolesClaim, demoUsers}. */
export let config = { mode: 'standalone', demoUsers: [] };

let current = null;
let ended = false;
let refreshToken = null;
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

function payload(token) {
  const text = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function rolesOf(claims) {
  const path = (config.rolesClaim || 'roles').split('/');
  const roles = path.reduce((level, part) => level?.[part], claims);
  return Array.isArray(roles) ? roles : [];
}

function take(token, answeredAt = Date.now(), expiresIn = null) {
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
  if (refreshToken) after(rest - current.life * REFRESH_FRACTION, refresh);
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
  if (!isSignedIn() || refreshToken) return false;
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

/** Leaves nothing behind in this tab. */
export function signOut() {
  timers.forEach(clearTimeout);
  sessionStorage.clear();
  // A fresh document: whatever was in memory is gone, too.
  location.assign('/sign-in');
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
  take(body.access_token, answeredAt, body.expires_in);
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function provider() {
  const issuer = config.issuer.replace(/\/+$/, '');
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
  if (!answer.ok) throw { code: 'IDENTITY_UNREACHABLE', status: answer.status };
  return answer.json();
}

function redirectUri() {
  return `${location.origin}/sign-in/done`;
}

/** Goes to the identity provider (authorization code with PKCE), and comes back to {@code to}. */
export async function goToProvider(to) {
  const { authorization_endpoint: endpoint } = await provider();
  const flow = { verifier: random(), state: random(), nonce: random(), to };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(flow.verifier));
  sessionStorage.setItem(FLOW, JSON.stringify(flow));
  const question = new URLSearchParams({
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    scope: config.scope || 'openid profile',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: base64url(digest),
    code_challenge_method: 'S256',
  });
  location.assign(`${endpoint}?${question}`);
}

async function askForTokens({ nonce, ...form }) {
  const { token_endpoint: endpoint } = await provider();
  const answeredAt = Date.now();
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({ client_id: config.clientId, ...form }),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw { code: 'SIGN_IN_REFUSED', status: answer.status };
  if (nonce && (!body.id_token || payload(body.id_token).nonce !== nonce)) {
    throw { code: 'SIGN_IN_REFUSED', status: 400 };
  }
  refreshToken = body.refresh_token ?? refreshToken;
  take(body.access_token, answeredAt, body.expires_in);
}

/** Back from the identity provider: where to go on. */
export async function comeBack(query) {
  const flow = JSON.parse(sessionStorage.getItem(FLOW) || 'null');
  sessionStorage.removeItem(FLOW);
  // An answer that nobody here has asked for may be somebody else's.
  if (!flow || query.get('state') !== flow.state || !query.get('code')) {
    throw { code: 'SIGN_IN_REFUSED', status: 400 };
  }
  await askForTokens({
    grant_type: 'authorization_code',
    code: query.get('code'),
    redirect_uri: redirectUri(),
    code_verifier: flow.verifier,
    nonce: flow.nonce,
  });
  return flow.to || '/';
}

async function refresh() {
  try {
    await askForTokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  } catch {
    // The session then ends by the clock, and asks.
    refreshToken = null;
    redraw();
  }
}
