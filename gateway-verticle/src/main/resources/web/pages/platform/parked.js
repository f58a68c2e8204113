/** Parked items: what the platform could not do by itself, and what an operator can do about each. */
import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { call, read } from '../../api.js';
import { draft } from '../../draft.js';
import { count, hasText, money, t, word } from '../../i18n.js';
import { icon, loading, question, time } from '../../parts.js';
import { coalesced } from '../../rows.js';
import { redraw } from '../../screen.js';

const LIMIT = 200;
const REASON_MAX = 1000;

const reasonDraft = (item) => draft(`repair.${item.service}.${item.parkedId}`);

function nameOf(item) {
  return item.kind === 'refund'
    ? t('platform.payment', { id: item.detail.paymentId })
    : t('platform.message', { service: word('services', item.service), id: item.parkedId });
}

/** Our own reason codes have texts; a provider's code or an exception's message is shown as it is. */
function reasonOf(item) {
  const key = `parkedReasons.${item.reason}`;
  return hasText(key) ? t(key) : html`${word('parkedKinds', item.kind)} <code>${item.reason}</code>`;
}

export class Parked {
  #action;
  #items = null;
  /** The question on screen: {verb: retry | settle, item}. */
  #asking = null;

  /** @param onProblem is given what went wrong when the list could not be read */
  constructor(action, onProblem) {
    this.#action = action;
    this.refresh = coalesced(async () => {
      try {
        this.#items = (await read(`/parked?limit=${LIMIT}`)).parked;
      } catch (failure) {
        onProblem(failure);
      }
      redraw();
    });
  }

  #ask(question) {
    this.#asking = question;
    redraw();
  }

  /** The reason is required, and stored with the item. */
  async #repair(why) {
    const { verb, item } = this.#asking;
    this.#asking = null;
    const isDone = await this.#action.run(
      () => call('POST', `/parked/${item.service}/${item.parkedId}/${verb}`, { body: { why } }),
      () => t(verb === 'settle' ? 'platform.settled' : 'platform.retried', { what: nameOf(item) }),
    );
    this.refresh();
    if (isDone) reasonDraft(item).forget();
  }

  view() {
    const items = this.#items;
    return html`<section class="card" aria-labelledby="parked-title">
      <div class="queue-head">
        <h2 id="parked-title">${t('platform.parked')}</h2>
        ${items ? html`<span class="pill ${items.length ? 'bad' : 'good'} number">${count(items.length)}</span>` : nothing}
      </div>
      ${items === null ? loading(2) : this.#list(items)}
    </section>`;
  }

  #list(items) {
    if (items.length === 0) return html`<p class="quiet small">${t('platform.parkedNone')}</p>`;
    return html`<ul class="parked">
      ${repeat(
        items,
        (item) => `${item.service} ${item.parkedId}`,
        (item) => this.#entry(item),
      )}
    </ul>`;
  }

  #entry(item) {
    const name = nameOf(item);
    return html`<li>
      <div>
        <p><b class="number">${name}</b></p>
        <p class="small">${reasonOf(item)}</p>
        <p class="small quiet number">
          ${item.subject ? html`${t('platform.application', { id: item.subject })} ·` : nothing}
          ${item.kind === 'refund' ? html`${money(Number(item.detail.amount), item.detail.currency)} ·` : nothing}
          ${time(item.parkedAt)}
        </p>
      </div>
      <div class="actions">
        <button
          type="button"
          class="button small-button"
          aria-label=${t('platform.retryOf', { what: name })}
          ?disabled=${this.#action.isBusy}
          @click=${() => this.#ask({ verb: 'retry', item })}
        >
          ${icon('repeat')}${t('platform.retry')}
        </button>
        <button
          type="button"
          class="button plain small-button"
          aria-label=${t('platform.settleOf', { what: name })}
          ?disabled=${this.#action.isBusy}
          @click=${() => this.#ask({ verb: 'settle', item })}
        >
          ${t('platform.settle')}
        </button>
      </div>
    </li>`;
  }

  /** The question whether to retry or to settle, if one is open. */
  dialog() {
    if (!this.#asking) return nothing;
    const { verb, item } = this.#asking;
    const reason = reasonDraft(item);
    return question({
      title: t(`platform.${verb}Ask`),
      text: t(`platform.${verb}AskText`, { what: nameOf(item) }),
      body: html`<label class="field">
        <span>${t('platform.why')}</span>
        <textarea
          id="why"
          rows="3"
          required
          maxlength=${REASON_MAX}
          .value=${reason.read().why ?? ''}
          @input=${(event) => reason.write({ why: event.target.value })}
        ></textarea>
      </label>`,
      confirm: t(`platform.${verb}`),
      onConfirm: () => this.#repair(document.getElementById('why').value.trim()),
      onCancel: () => this.#ask(null),
    });
  }
}
