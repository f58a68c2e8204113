/** Calls of the HTTP API. When the session has expired, a call waits for the next session. */
import { end, isSignedIn, renewed, session } from './session.js';

const TRANSIENT = new Set([0, 408, 429, 502, 503, 504]);
const TIMEOUT_MS = 30_000;

/** A failed call, with the problem document of its response if there is one. */
export class Problem extends Error {
  constructor(status, document = {}, retryAfterMs = null) {
    super(`${status} ${document.code ?? ''}`);
    this.status = status;
    this.code = document.code ?? (status === 0 ? 'UNREACHABLE' : `HTTP_${status}`);
    this.title = document.title ?? '';
    this.detail = document.detail ?? '';
    this.faults = document.faults ?? [];
    this.correlationId = document.correlationId ?? null;
    this.document = document;
    this.retryAfterMs = retryAfterMs;
  }

  /** Whether a retry may succeed. */
  get isTransient() {
    return TRANSIENT.has(this.status);
  }
}

function retryAfter(answer) {
  const header = answer.headers.get('Retry-After');
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.now());
}

async function send(method, path, body, key, signal) {
  const headers = { Authorization: `Bearer ${session().token}`, Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (key) headers['Idempotency-Key'] = key;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { answer, text: await answer.text() };
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new Problem(0);
  }
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/**
 * The response: {status, data, next}, where next is the address of the next page, if any.
 *
 * @throws Problem for a status other than 2xx, and when there is no response
 */
export async function call(method, path, { body, key, signal } = {}) {
  for (;;) {
    await renewed();
    const token = session().token;
    const { answer, text } = await send(method, path, body, key, signal);
    if (answer.status === 401) {
      // Only the token that was sent has been rejected; there may be a newer session by now.
      if (isSignedIn() && session().token === token) end();
      continue;
    }
    const data = parse(text);
    if (!answer.ok) throw new Problem(answer.status, data ?? {}, retryAfter(answer));
    const next = /<([^>]+)>;\s*rel="?next"?/.exec(answer.headers.get('Link') ?? '')?.[1] ?? null;
    return { status: answer.status, data, next };
  }
}

/** A new random key. */
export function randomKey() {
  // Pages that are not opened by https, or from another host, have no crypto.randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The data of a GET. */
export async function read(path, signal) {
  return (await call('GET', path, { signal })).data;
}

/** All items of a list, page by page, up to {@code pagesMax} pages. */
export async function readAll(path, resource, pagesMax = 10) {
  const items = [];
  let next = path;
  for (let page = 0; next && page < pagesMax; page++) {
    const answer = await call('GET', next);
    items.push(...answer.data[resource]);
    next = answer.next;
  }
  return items;
}
