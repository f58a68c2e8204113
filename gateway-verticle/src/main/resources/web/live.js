/**
 * Live changes, over the event bus bridge. While disconnected, watchers poll every few seconds;
 * after each (re)connection they refresh once more, so that the page shows the current state.
 */
import { isSignedIn, onRenewal, session } from './session.js';
import { redraw } from './screen.js';

const URL = '/eventbus';
const PING_MS = 5_000;
const POLL_MS = 4_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
/** A registration is not acknowledged; a refresh after this time covers what it missed. */
const SETTLE_MS = 1_500;
/** The server sends a heartbeat every 10 s. After this silence the connection is dead. */
const SILENCE_MAX_MS = 25_000;
/** A connection that was open for less counts as a failure. */
const LASTING_MS = 10_000;

const watchers = new Set();
let socket = null;
let open = false;
let openedAt = 0;
let heardAt = 0;
let failures = 0;
let reconnectTimer = null;
let pingTimer = null;
let settleTimer = null;

/** 'live', 'connecting' or 'off' (nobody watches). */
export function liveState() {
  if (watchers.size === 0) return 'off';
  return open ? 'live' : 'connecting';
}

/**
 * Watches an address.
 *
 * @param onMessage is called with each message
 * @param refresh is called when messages may have been missed
 * @return a function that ends the watch
 */
export function watch(address, onMessage, refresh) {
  const watcher = { address, onMessage, refresh };
  const first = !isWatched(address);
  watchers.add(watcher);
  if (open && first) {
    register(address);
    settle();
  }
  connect();
  redraw();
  return () => {
    watchers.delete(watcher);
    if (open && !isWatched(address)) write({ type: 'unregister', address, headers: {} });
    if (watchers.size === 0) close();
    redraw();
  };
}

function isWatched(address) {
  return [...watchers].some((watcher) => watcher.address === address);
}

function write(message) {
  socket.send(JSON.stringify(message));
}

function headers() {
  return { token: session().token };
}

function register(address) {
  write({ type: 'register', address, headers: headers() });
}

function refreshAll(concerned = [...watchers]) {
  new Set(concerned.map((watcher) => watcher.refresh)).forEach((refresh) => refresh());
}

function settle() {
  clearTimeout(settleTimer);
  settleTimer = setTimeout(() => refreshAll(), SETTLE_MS);
}

function connect() {
  if (socket || reconnectTimer || !isSignedIn() || !window.SockJS) return;
  socket = new window.SockJS(URL, null, {
    transports: ['websocket', 'xhr-streaming', 'xhr-polling'],
    timeout: 5_000,
  });
  const mine = socket;
  mine.onopen = () => {
    if (mine !== socket) return;
    open = true;
    openedAt = Date.now();
    heardAt = openedAt;
    new Set([...watchers].map((watcher) => watcher.address)).forEach(register);
    pingTimer = setInterval(() => write({ type: 'ping' }), PING_MS);
    refreshAll();
    settle();
    redraw();
  };
  mine.onmessage = (event) => {
    heardAt = Date.now();
    if (mine === socket) receive(JSON.parse(event.data));
  };
  mine.addEventListener('heartbeat', () => (heardAt = Date.now()));
  mine.onclose = () => {
    if (mine === socket) lost();
  };
}

function receive(message) {
  if (message.type !== 'rec') {
    // Rejected or expired: reconnect with the current token.
    if (message.type === 'err') drop();
    return;
  }
  const concerned = [...watchers].filter((watcher) => watcher.address === message.address);
  // We read too slowly, and the server dropped messages.
  if (message.body.reset) refreshAll(concerned);
  else concerned.forEach((watcher) => watcher.onMessage(message.body));
}

function forget() {
  clearInterval(pingTimer);
  clearTimeout(settleTimer);
  socket = null;
  open = false;
}

/** Closes a dead connection. */
function drop() {
  const old = socket;
  lost();
  old?.close();
}

function lost() {
  failures = open && Date.now() - openedAt > LASTING_MS ? 1 : failures + 1;
  forget();
  redraw();
  if (watchers.size === 0) return;
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 6));
  // Jitter, so that not all browsers reconnect at the same time after a restart.
  reconnectTimer = setTimeout(again, longest * (0.3 + 0.7 * Math.random()));
}

function again() {
  clearTimeout(reconnectTimer);
  reconnectTimer = null;
  if (watchers.size > 0) connect();
}

function close() {
  clearTimeout(reconnectTimer);
  reconnectTimer = null;
  const old = socket;
  forget();
  old?.close();
}

setInterval(() => {
  if (open && Date.now() - heardAt > SILENCE_MAX_MS) drop();
  if (!open && watchers.size > 0 && isSignedIn()) refreshAll();
}, POLL_MS);

// Reconnect at once when the network is back or the page becomes visible.
window.addEventListener('offline', () => open && drop());
window.addEventListener('online', () => !open && again());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && !open) again();
});

onRenewal(() => {
  if (!open) {
    again();
    return;
  }
  // The bridge ends registrations that were made with the old token.
  new Set([...watchers].map((watcher) => watcher.address)).forEach((address) => {
    write({ type: 'unregister', address, headers: {} });
    register(address);
  });
  settle();
});
