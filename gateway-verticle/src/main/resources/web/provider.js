/**
 * Signing in at an identity provider: OpenID Connect, by authorization code with PKCE. An answer
 * counts only when it is from that provider, for these pages, and to the question that was asked.
 */
import { config, forget, payload, session, signOut, take } from './session.js';

const FLOW = 'sign-in';
const TIMEOUT_MS = 10_000;
const CLOCKS_APART_MS = 60_000;

let idToken = null;

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The answer to a GET, or to a POST where there is a form: {isOk, body}, whose body is an object. */
async function ask(address, form) {
  const sent = form && { method: 'POST', body: new URLSearchParams(form) };
  try {
    const answer = await fetch(address, { ...sent, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.status < 500) return { isOk: answer.ok, body: await answer.json() };
  } catch {
    // Refused, too slow, or an answer of whoever stands in front of it.
  }
  throw { code: 'IDENTITY_UNREACHABLE' };
}

async function provider() {
  const issuer = config.issuer.replace(/\/+$/, '');
  const { isOk, body } = await ask(`${issuer}/.well-known/openid-configuration`);
  if (!isOk) throw { code: 'IDENTITY_UNREACHABLE' };
  if (body?.issuer !== config.issuer) throw { code: 'IDENTITY_NOT_TRUSTED' };
  return body;
}

function redirectUri() {
  return `${location.origin}/sign-in/done`;
}

/** Goes to the identity provider, and comes back to {@code to}. */
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

/**
 * Back from the identity provider: where to go on. A problem that is thrown knows that, too, where
 * anyone does.
 */
export async function comeBack(query) {
  const flow = JSON.parse(sessionStorage.getItem(FLOW) || 'null');
  sessionStorage.removeItem(FLOW);
  try {
    // An answer that nobody here has asked for may be somebody else's.
    if (!flow || query.get('state') !== flow.state || !query.get('code')) {
      throw { code: 'SIGN_IN_REFUSED' };
    }
    const answeredAt = Date.now();
    const tokens = await tokensFor({
      grant_type: 'authorization_code',
      code: query.get('code'),
      redirect_uri: redirectUri(),
      code_verifier: flow.verifier,
    });
    if (!isForUs(tokens.id_token, flow.nonce)) throw { code: 'IDENTITY_NOT_TRUSTED' };
    takeUp(tokens, answeredAt);
    return flow.to;
  } catch (problem) {
    throw { ...problem, to: flow?.to };
  }
}

async function tokensFor(form) {
  const { token_endpoint: endpoint } = await provider();
  const { isOk, body } = await ask(endpoint, { client_id: config.clientId, ...form });
  if (!isOk) throw { code: 'SIGN_IN_REFUSED' };
  return body;
}

/**
 * The checks of OpenID Connect Core, 3.1.3.7. The signature may be left out there: the token came
 * from the provider itself, over a connection of ours.
 */
function isForUs(token, nonce) {
  try {
    const { iss, aud, azp, exp, nonce: answered } = payload(token);
    const audiences = [aud].flat();
    return (
      iss === config.issuer &&
      audiences.includes(config.clientId) &&
      (azp === config.clientId || (azp === undefined && audiences.length === 1)) &&
      exp * 1000 > Date.now() - CLOCKS_APART_MS &&
      answered === nonce
    );
  } catch {
    return false;
  }
}

function takeUp(tokens, answeredAt, refreshToken = tokens.refresh_token) {
  idToken = tokens.id_token ?? idToken;
  take(tokens.access_token, {
    answeredAt,
    expiresIn: tokens.expires_in,
    renewal: refreshToken ? () => refresh(refreshToken) : null,
  });
}

async function refresh(refreshToken) {
  const { subject } = session();
  const answeredAt = Date.now();
  const tokens = await tokensFor({ grant_type: 'refresh_token', refresh_token: refreshToken });
  // Whoever has signed out meanwhile stays so.
  if (!session()) return;
  // Nobody becomes somebody else without being asked.
  if (payload(tokens.access_token).sub !== subject) throw { code: 'IDENTITY_NOT_TRUSTED' };
  takeUp(tokens, answeredAt, tokens.refresh_token ?? refreshToken);
}

/** Signs out here, at once, and there as well where the provider can be reached and has a way to do so. */
export async function signOutEverywhere() {
  forget();
  const known = await provider().catch(() => ({}));
  const endpoint = known.end_session_endpoint;
  if (!endpoint) {
    signOut();
    return;
  }
  const wish = new URLSearchParams({
    client_id: config.clientId,
    post_logout_redirect_uri: `${location.origin}/sign-in`,
  });
  // Not kept over a reload; the provider then asks whether it is meant.
  if (idToken) wish.set('id_token_hint', idToken);
  signOut(`${endpoint}?${wish}`);
}
