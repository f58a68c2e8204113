/** An action on a page: one at a time, shown with its progress and its outcome. */
import { html, nothing } from './lib/lit-html/lit-html.js';
import { Problem } from './api.js';
import { Attempt } from './attempt.js';
import { attemptNote, note, problemNote } from './parts.js';
import { announce, redraw } from './screen.js';

export class Action {
  #attempt = null;
  #problem = null;
  #done = null;

  get isBusy() {
    return this.#attempt?.isBusy ?? false;
  }

  /**
   * Sends it, and says whether it succeeded.
   *
   * @param success returns the text that is then shown, in the language of that moment
   */
  async run(send, success) {
    this.#attempt = new Attempt(send);
    this.#problem = null;
    this.#done = null;
    try {
      if ((await this.#attempt.run()) === null) return false;
      this.#done = success;
      announce(success());
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.#problem = failure;
      return false;
    } finally {
      redraw();
    }
  }

  stop() {
    this.#attempt?.stop();
  }

  view() {
    return html`${attemptNote(this.#attempt)} ${problemNote(this.#problem)}
    ${this.#done ? html`<div role="status">${note('good', this.#done(), 'check')}</div>` : nothing}`;
  }
}
