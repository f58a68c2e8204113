/** Rows of the progress view: the newest version of each, from whatever source. */
import { redraw } from './screen.js';

export class Rows {
  #rows = new Map();

  get(id) {
    return this.#rows.get(id);
  }

  get size() {
    return this.#rows.size;
  }

  /** Stores a row unless a newer one is known; returns whether it did. */
  put(row) {
    const known = this.#rows.get(row.subscriptionId);
    if (known && known.viewVersion >= row.viewVersion) return false;
    this.#rows.set(row.subscriptionId, { ...known, ...row });
    redraw();
    return true;
  }

  /** The lowest id; Infinity without rows. */
  oldest() {
    return Math.min(...this.#rows.keys());
  }

  /** Newest first. */
  list() {
    return [...this.#rows.values()].sort((a, b) => b.subscriptionId - a.subscriptionId);
  }
}

/** Runs one call at a time; calls during a run cause one more run after it. */
export function coalesced(action) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await action();
      } while (again);
    } finally {
      running = false;
    }
  };
}
