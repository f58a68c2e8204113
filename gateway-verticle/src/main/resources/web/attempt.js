/**
 * One action, retried until it succeeds, fails for good, or is stopped. Transient problems
 * ("try again shortly", no network) are retried automatically; the page shows the wait.
 */
import { Problem } from './api.js';
import { redraw } from './screen.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const TICK_MS = 250;

export class Attempt {
  /**
   * @param send makes one try; gets its number, from 1
   * @param isTransient whether a retry may succeed after that problem
   */
  constructor(send, isTransient = (problem) => problem.isTransient) {
    this.send = send;
    this.isTransient = isTransient;
    this.state = 'idle';
    this.problem = null;
    this.tries = 0;
    this.until = 0;
  }

  get isBusy() {
    return this.state === 'sending' || this.state === 'waiting';
  }

  /** The result, or null when it was stopped; throws a problem that is not transient. */
  async run() {
    for (;;) {
      this.state = 'sending';
      this.tries++;
      redraw();
      try {
        const result = await this.send(this.tries);
        this.state = 'done';
        this.problem = null;
        redraw();
        return result;
      } catch (problem) {
        if (!(problem instanceof Problem)) {
          this.state = 'failed';
          redraw();
          throw problem;
        }
        this.problem = problem;
        if (!this.isTransient(problem)) {
          this.state = 'failed';
          redraw();
          throw problem;
        }
      }
      if (!(await this.#pause())) return null;
    }
  }

  /** Waits; resolves to whether to go on. */
  #pause() {
    const backoff = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.tries - 1, 6));
    const least = this.problem.retryAfterMs ?? backoff;
    // Jitter, so that not all clients retry at the same time.
    const pause = Math.min(LONGEST_PAUSE_MS, least) * (1 + Math.random() * 0.25);
    this.state = 'waiting';
    this.until = Date.now() + pause;
    redraw();
    return new Promise((resolve) => {
      const tick = setInterval(() => {
        if (Date.now() >= this.until) finish(true);
        else redraw();
      }, TICK_MS);
      const finish = (goOn) => {
        clearInterval(tick);
        this.finishPause = null;
        if (!goOn) this.state = 'idle';
        redraw();
        resolve(goOn);
      };
      this.finishPause = finish;
    });
  }

  /** Ends the wait. */
  tryNow() {
    this.finishPause?.(true);
  }

  /** Gives up. */
  stop() {
    this.finishPause?.(false);
  }

  get secondsLeft() {
    return Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
  }
}
