/**
 * Signing in at an identity provider: OpenID Connect by authorization code with PKCE. oauth4webapi
 * makes the requests and checks the responses; this file keeps the flow and the session.
 */
import { config, forget, payload, session, signOut, take } from './session.js';
import * as oauth from './vendor/oauth4webapi.js';

const FLOW = 'sign-in';
const TIMEOUT_MS = 10_000;
const CLOCK_TOLERANCE_S = 60;

/** The provider failed to answer as a provider: it is down, or something in front of it answered. */
const UNUSABLE = new Set([oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON, oauth.PARSE_ERROR]);

let idToken = null;

function client() {
  return { client_id: config.clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_S };
}

function options() {
  return {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // Only a provider that was configured without TLS is spoken to without TLS.
    [oauth.allowInsecureRequests]: config.issuer.startsWith('http:'),
  };
}

/** The provider's own description, with its addresses. */
async function discover() {
  const issuer = new URL(config.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options()));
}

function redirectUri() {
  return `${location.origin}/sign-in/done`;
}

/** What went wrong, as a problem that the page has a text for. */
function problemOf(failure) {
  if (!(failure instanceof Error)) return failure;
  if (
    failure instanceof oauth.AuthorizationResponseError ||
    failure instanceof oauth.ResponseBodyError ||
    failure instanceof oauth.WWWAuthenticateChallengeError
  ) {
    return { code: 'SIGN_IN_REFUSED' };
  }
  const isAnswered = failure instanceof oauth.OperationProcessingError && !UNUSABLE.has(failure.code);
  return isAnswered ? { code: 'IDENTITY_NOT_TRUSTED' } : { code: 'IDENTITY_UNREACHABLE' };
}

/** Goes to the identity provider, and comes back to {@code to}. */
export async function goToProvider(to) {
  const { authorization_endpoint: endpoint } = await discover().catch((failure) => {
    throw problemOf(failure);
  });
  const flow = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    to,
  };
  sessionStorage.setItem(FLOW, JSON.stringify(flow));
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    scope: config.scope || 'openid profile',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
  });
  location.assign(`${endpoint}?${request}`);
}

/**
 * Back from the identity provider: completes the sign-in, and returns where it began.
 *
 * @throws a problem, which has the same address as {@code to} if it is known
 */
export async function comeBack(query) {
  const flow = JSON.parse(sessionStorage.getItem(FLOW) || 'null');
  sessionStorage.removeItem(FLOW);
  try {
    // A response that this tab did not ask for may sign in somebody else.
    if (!flow) throw { code: 'SIGN_IN_REFUSED' };
    const server = await discover();
    const parameters = oauth.validateAuthResponse(server, client(), query, flow.state);
    const requestedAt = Date.now();
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client(),
      oauth.None(),
      parameters,
      redirectUri(),
      flow.verifier,
      options(),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client(), response, {
      expectedNonce: flow.nonce,
      requireIdToken: true,
    });
    beginSession(tokens, requestedAt);
    return flow.to;
  } catch (failure) {
    throw { ...problemOf(failure), to: flow?.to };
  }
}

function beginSession(tokens, requestedAt, refreshToken = tokens.refresh_token) {
  idToken = tokens.id_token ?? idToken;
  take(tokens.access_token, {
    requestedAt,
    expiresIn: tokens.expires_in,
    renewal: refreshToken ? () => refresh(refreshToken) : null,
  });
}

async function refresh(refreshToken) {
  const { subject } = session();
  try {
    const server = await discover();
    const requestedAt = Date.now();
    const response = await oauth.refreshTokenGrantRequest(server, client(), oauth.None(), refreshToken, options());
    const tokens = await oauth.processRefreshTokenResponse(server, client(), response);
    // The user may have signed out while the request was under way.
    if (!session()) return;
    // A renewal must not turn the session into another user's.
    if (payload(tokens.access_token).sub !== subject) throw { code: 'IDENTITY_NOT_TRUSTED' };
    beginSession(tokens, requestedAt, tokens.refresh_token ?? refreshToken);
  } catch (failure) {
    throw problemOf(failure);
  }
}

/** Signs out here at once, and at the provider too if it can be reached and supports that. */
export async function signOutEverywhere() {
  forget();
  const { end_session_endpoint: endpoint } = await discover().catch(() => ({}));
  if (!endpoint) {
    signOut();
    return;
  }
  const request = new URLSearchParams({
    client_id: config.clientId,
    post_logout_redirect_uri: `${location.origin}/sign-in`,
  });
  // Lost when the page is reloaded; the provider then asks the user to confirm.
  if (idToken) request.set('id_token_hint', idToken);
  signOut(`${endpoint}?${request}`);
}
