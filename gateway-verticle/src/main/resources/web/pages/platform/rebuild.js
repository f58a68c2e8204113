/** Rebuilding the progress view from all events: how far it is, and the button that starts it. */
import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { call, read } from '../../api.js';
import { count, moment, t, word } from '../../i18n.js';
import { icon, question } from '../../parts.js';
import { redraw } from '../../screen.js';

const TONES = { RUNNING: 'now', DONE: 'good', FAILED: 'bad' };

export class Rebuild {
  #action;
  #progress = null;
  #isAsking = false;

  constructor(action) {
    this.#action = action;
  }

  async refresh() {
    // While the view is unavailable the last known progress stays on screen.
    this.#progress = await read('/subscriptionViews/rebuild').catch(() => this.#progress);
  }

  #ask(isAsking) {
    this.#isAsking = isAsking;
    redraw();
  }

  async #start() {
    this.#isAsking = false;
    await this.#action.run(
      () => call('POST', '/subscriptionViews/rebuild', { body: {} }),
      () => t('platform.rebuildStarted'),
    );
    await this.refresh();
    redraw();
  }

  view() {
    const state = this.#progress?.state ?? 'NEVER';
    return html`<section class="card" aria-labelledby="rebuild-title">
      <div class="queue-head">
        <h2 id="rebuild-title">${t('platform.rebuild')}</h2>
        ${state === 'NEVER'
          ? nothing
          : html`<span class="pill ${TONES[state]}">${word('rebuildStates', state)}</span>`}
      </div>
      <p class="quiet small">${t('platform.rebuildText')}</p>
      ${state === 'RUNNING' ? this.#running() : html`${this.#outcome()} ${this.#button()}`}
    </section>`;
  }

  #running() {
    const { read: done, total } = this.#progress;
    const share = total ? Math.min(100, (done / total) * 100) : 0;
    return html`<div class="rebuild">
      <progress max="100" value=${share} aria-label=${t('platform.rebuild')}></progress>
      <p class="small number">${t('platform.rebuildRead', { read: count(done), total: count(total) })}</p>
    </div>`;
  }

  #outcome() {
    if (!this.#progress?.finished) return nothing;
    const { state, finished, read: done } = this.#progress;
    const key = state === 'FAILED' ? 'platform.rebuildFailed' : 'platform.rebuildDone';
    return html`<p class="small number">${t(key, { time: moment(finished), count: count(done) })}</p>`;
  }

  #button() {
    return html`<button
      type="button"
      class="button plain small-button"
      ?disabled=${this.#action.isBusy}
      @click=${() => this.#ask(true)}
    >
      ${icon('repeat')}${t('platform.rebuildDo')}
    </button>`;
  }

  /** The question whether to rebuild, if it is open. */
  dialog() {
    if (!this.#isAsking) return nothing;
    return question({
      title: t('platform.rebuildAsk'),
      text: t('platform.rebuildAskText'),
      confirm: t('platform.rebuildDo'),
      onConfirm: () => this.#start(),
      onCancel: () => this.#ask(false),
    });
  }
}
