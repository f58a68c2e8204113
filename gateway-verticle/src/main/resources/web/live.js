/**
 * Changes as they happen, over the event bus bridge. While it is not connected, watchers are asked
 * to look for themselves every few seconds; after each (re)connection they look once more, so that
 * what is shown equals what is.
 */
import { isSignedIn, onRenewal, session } from './session.js';
import { redraw } from './screen.js';

const URL = '/eventbus';
const PING_MS = 5_000;
const LOOK_MS = 4_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
/** A registration is not acknowledged: what came while it was under way is looked up later. */
const SETTLE_MS = 1_500;
/** The server's heart beats every 10 s; without it the connection is dead, whatever the system says. */
const SILENCE_MAX_MS = 25_000;
/** A connection that did not last this long counts as a failed one. */
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
 * @param onMessage is given each message
 * @param look is called when something may have been missed
 * @return ends the watch
 */
export function watch(address, onMessage, look) {
  const watcher = { address, onMessage, look };
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

function lookAll(concerned = [...watchers]) {
  new Set(concerned.map((watcher) => watcher.look)).forEach((look) => look());
}

function settle() {
  clearTimeout(settleTimer);
  settleTimer = setTimeout(() => lookAll(), SETTLE_MS);
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
    lookAll();
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
    // Refused or at its end: begin anew, with the token that counts then.
    if (message.type === 'err') drop();
    return;
  }
  const concerned = [...watchers].filter((watcher) => watcher.address === message.address);
  // We read too slowly, and some of it was left out.
  if (message.body.reset) lookAll(concerned);
  else concerned.forEach((watcher) => watcher.onMessage(message.body));
}

function forget() {
  clearInterval(pingTimer);
  clearTimeout(settleTimer);
  socket = null;
  open = false;
}

/** Lets go of a connection that is of no use any more. */
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
  // Anywhere up to it: after a restart, not everyone comes back in the same moment.
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
  if (!open && watchers.size > 0 && isSignedIn()) lookAll();
}, LOOK_MS);

// Whoever is back on the network, or looks at the page again, should not have to wait.
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
  // The bridge ends what was registered with the old token.
  new Set([...watchers].map((watcher) => watcher.address)).forEach((address) => {
    write({ type: 'unregister', address, headers: {} });
    register(address);
  });
  settle();
});
