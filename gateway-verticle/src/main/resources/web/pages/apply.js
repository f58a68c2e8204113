/** Choosing a product and applying for it. An application is retried until it is answered. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { call, Problem, randomKey, read } from '../api.js';
import { Attempt } from '../attempt.js';
import { draft } from '../draft.js';
import { days, hasText, money, t, word } from '../i18n.js';
import { watch } from '../live.js';
import { attemptNote, empty, icon, loading, note, problemNote } from '../parts.js';
import { go } from '../navigation.js';
import { announce, redraw } from '../screen.js';
import { session } from '../session.js';

/** After these problems the key's application is over; the next try needs a new key. */
const NEEDS_NEW_KEY = new Set(['PAYMENT_IN_DOUBT']);

export function open() {
  const kept = draft('apply');
  let { productName = null, key = null, sent = false } = kept.read();
  let products = null;
  let loadProblem = null;
  let attempt = null;
  let problem = null;
  let missing = false;
  let closed = false;

  function keep() {
    kept.write({ productName, key, sent });
  }

  async function load() {
    const loadAttempt = new Attempt(() => read('/products'));
    try {
      products = (await loadAttempt.run()).products;
      loadProblem = null;
    } catch (failure) {
      loadProblem = failure;
    }
    redraw();
    // Sent before the page was reloaded: with the same key it is the same application.
    if (sent && products?.some((product) => product.productName === productName)) apply();
  }

  function choose(name) {
    if (attempt?.isBusy) return;
    productName = name;
    key = null;
    sent = false;
    missing = false;
    problem = null;
    keep();
    redraw();
  }

  async function apply() {
    if (attempt?.isBusy) return;
    if (!productName) {
      missing = true;
      document.querySelector('input[name=product]')?.focus();
      redraw();
      return;
    }
    problem = null;
    attempt = new Attempt(() => {
      key ??= randomKey();
      sent = true;
      keep();
      return call('POST', '/subscriptions', { body: { productName }, key }).catch((failure) => {
        if (NEEDS_NEW_KEY.has(failure.code)) key = null;
        throw failure;
      });
    });
    try {
      const answer = await attempt.run();
      if (answer === null) {
        if (closed) return;
        // Stopped by the user. The key is kept: if it was received, applying again finds it.
        sent = false;
        keep();
        return;
      }
      kept.forget();
      announce(t('apply.done'));
      if (!closed) {
        go(`/applications/${answer.data.subscriptionId}`, {
          replace: true,
          state: { created: answer.data },
        });
      }
    } catch (failure) {
      key = null;
      sent = false;
      keep();
      if (!(failure instanceof Problem)) throw failure;
      problem = failure;
    } finally {
      redraw();
    }
  }

  function option(product) {
    const isChosen = product.productName === productName;
    const description = `products.${product.productName}Text`;
    return html`<label class="choice product ${isChosen ? 'chosen' : ''}">
      <input
        type="radio"
        name="product"
        value=${product.productName}
        .checked=${isChosen}
        ?disabled=${attempt?.isBusy}
        @change=${() => choose(product.productName)}
      />
      <span class="product-text">
        <b>${word('products', product.productName)}</b>
        <span class="quiet small">
          ${hasText(description) ? t(description) : t('apply.productCode', { name: product.productName })}
        </span>
      </span>
      <span class="product-premium">
        <b class="number">${money(product.premium, product.currency)}</b>
        <span class="quiet small">${t('apply.premium')}</span>
      </span>
    </label>`;
  }

  function summary() {
    const chosen = products.find((product) => product.productName === productName);
    const isSending = attempt?.state === 'sending';
    const { withdrawalDays } = chosen ?? products[0];
    return html`<aside class="card summary" aria-labelledby="summary-title">
      <h2 id="summary-title">${t('apply.summary')}</h2>
      ${chosen
        ? html`<p class="summary-product">${word('products', chosen.productName)}</p>
            <p class="summary-amount number">${money(chosen.premium, chosen.currency)}</p>
            <p class="quiet small">${t('apply.summaryText')}</p>`
        : html`<p class="quiet">${t('apply.choose')}</p>`}
      ${missing ? note('bad', t('apply.missing'), 'warn') : nothing} ${attemptNote(attempt)}
      ${problemNote(problem)}
      <button class="button accent wide" ?disabled=${attempt?.isBusy}>
        ${isSending
          ? html`<span class="spinner" aria-hidden="true"></span>${t('apply.sending')}`
          : chosen
            ? t('apply.doFor', { amount: money(chosen.premium, chosen.currency) })
            : t('apply.do')}
      </button>
      <ul class="promises small quiet">
        <li>${icon('check')}${t('apply.promiseRefund')}</li>
        <li>${icon('check')}${t('apply.promiseCancel')}</li>
        ${withdrawalDays > 0
          ? html`<li>${icon('check')}${t('apply.promiseWithdraw', { days: days(withdrawalDays) })}</li>`
          : nothing}
      </ul>
    </aside>`;
  }

  function form() {
    if (products === null) return loadProblem ? problemNote(loadProblem) : loading(5);
    if (products.length === 0) {
      return html`<div class="card">${empty(t('apply.none'), t('apply.noneText'))}</div>`;
    }
    return html`<form
      class="apply"
      novalidate
      @submit=${(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <fieldset>
        <legend class="unseen">${t('apply.legend')}</legend>
        <div class="products">${products.map(option)}</div>
      </fieldset>
      ${summary()}
    </form>`;
  }

  load();
  // Already registered when the application is sent, so that the next page misses nothing.
  const unwatch = watch(
    `customer-status.${session().subject}`,
    () => {},
    () => {},
  );

  return {
    title: () => t('apply.title'),
    close: () => {
      closed = true;
      // A pending retry continues when the page is opened again.
      attempt?.stop();
      unwatch();
    },
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('apply.title')}</h1>
          <p class="quiet">${t('apply.text')}</p>
        </div>
      </div>
      ${form()}`,
  };
}
