/**
 * One thing that is to be done, tried until it works or someone stops it. What is only passing
 * ("try again shortly", no network) is tried again by itself, and can be seen waiting.
 */
import { Problem } from './api.js';
import { redraw } from './screen.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const TICK_MS = 250;

export class Attempt {
  /**
   * @param send does it once; is given the number of the try, from 1
   * @param isPassing whether after that problem the same may work later
   */
  constructor(send, isPassing = (problem) => problem.isPassing) {
    this.send = send;
    this.isPassing = isPassing;
    this.state = 'idle';
    this.problem = null;
    this.tries = 0;
    this.until = 0;
  }

  get isBusy() {
    return this.state === 'sending' || this.state === 'waiting';
  }

  /** The result, or null when it was stopped; a problem that will not pass is thrown. */
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
        if (!this.isPassing(problem)) {
          this.state = 'failed';
          redraw();
          throw problem;
        }
      }
      if (!(await this.#pause())) return null;
    }
  }

  /** Waits, and says whether to go on. */
  #pause() {
    const backoff = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.tries - 1, 6));
    const least = this.problem.retryAfterMs ?? backoff;
    // A little more than asked for, so that all who were sent away do not come back at once.
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

  /** Does not wait any longer. */
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
