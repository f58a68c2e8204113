/** One application: its progress, its payment, and what the customer can still do. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { call, Problem, read } from '../api.js';
import { Attempt } from '../attempt.js';
import { count, day, exactMoment, left, moment, money, t, word } from '../i18n.js';
import { watch } from '../live.js';
import { attemptNote, facts, icon, loading, pill, problemNote, question, time } from '../parts.js';
import { progressLine } from '../progress.js';
import { coalesced } from '../rows.js';
import { announce, redraw } from '../screen.js';
import { session } from '../session.js';

/** How long a 404 for a new application is taken for lag of the view. */
const LAG_MAX_MS = 10_000;
const RETRY_MS = 400;
/** How long to wait for the push of a new application before asking for it. */
const PUSH_WITHIN_MS = 2_000;

/** An application as the subscription service gives it, before the view has it. */
function asRow(document) {
  return { ...document, viewVersion: 0, subscriptionReason: document.reason, timeline: [] };
}

export function open([idText]) {
  const id = Number(idText);
  const openedAt = Date.now();
  let row = null;
  let timeline = [];
  let problem = null;
  let asked = null;
  let attempt = null;
  let actionProblem = null;
  let closed = false;

  const look = coalesced(async () => {
    if (isAwaitingPush()) return;
    try {
      const found = await read(`/subscriptionViews/${id}`);
      take(found);
      timeline = found.timeline;
      problem = null;
    } catch (failure) {
      await missing(failure);
    }
    redraw();
  });

  /** Whether it was created by the previous page, and the view may not have it yet. */
  function isAwaitingPush() {
    return row?.viewVersion === 0 && Date.now() - openedAt < PUSH_WITHIN_MS;
  }

  async function missing(failure) {
    const isNew = failure.status === 404 && Date.now() - openedAt < LAG_MAX_MS && !closed;
    if (!isNew) {
      problem = failure;
      return;
    }
    // The view gets it shortly after it was recorded.
    try {
      if (!row) row = asRow(await read(`/subscriptions/${id}`));
      setTimeout(() => !closed && look(), RETRY_MS);
    } catch (second) {
      problem = second;
    }
  }

  function take(next) {
    if (row && next.viewVersion < row.viewVersion) return;
    const before = row?.subscriptionStatus;
    row = next;
    if (before && before !== row.subscriptionStatus) {
      announce(t('application.nowAt', { status: word('subscriptionStatus', row.subscriptionStatus) }));
    }
  }

  const unwatch = watch(
    `customer-status.${session().subject}`,
    (message) => {
      if (message.subscriptionId !== id) return;
      if (row && message.viewVersion <= row.viewVersion) return;
      take(message);
      redraw();
      // The message is the row without its timeline, which has grown, too.
      look();
    },
    look,
  );
  if (history.state?.created?.subscriptionId === id) {
    row = asRow(history.state.created);
    // Only once: after a reload, the page has to ask.
    history.replaceState(null, '');
    setTimeout(() => !closed && look(), PUSH_WITHIN_MS);
  }
  look();
  // Counts down the time left to withdraw.
  const ticking = setInterval(redraw, 1000);

  function ask(action) {
    asked = action;
    actionProblem = null;
    redraw();
  }

  async function act() {
    const action = asked;
    asked = null;
    attempt = new Attempt(() => call('POST', `/subscriptions/${id}/${action}`, { body: {} }));
    try {
      await attempt.run();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      actionProblem = failure;
    }
    look();
    redraw();
  }

  function canWithdraw() {
    return (
      row.subscriptionStatus === 'CONTRACTED' &&
      row.withdrawableUntil &&
      Date.parse(row.withdrawableUntil) > Date.now()
    );
  }

  function cancelling() {
    if (!row.cancellable && row.subscriptionStatus !== 'UNDERWRITING') return nothing;
    return html`<section class="card option-card" aria-labelledby="cancel-title">
      <h2 id="cancel-title">${t('application.cancel')}</h2>
      ${row.cancellable
        ? html`<p class="quiet">${t('application.cancelText')}</p>
            <button type="button" class="button danger" ?disabled=${attempt?.isBusy} @click=${() => ask('cancel')}>
              ${t('application.cancelDo')}
            </button>`
        : html`<p>${t('application.cancelTooLate')}</p>
            <p class="quiet small">${t('application.cancelLater')}</p>`}
    </section>`;
  }

  function withdrawing() {
    if (row.subscriptionStatus !== 'CONTRACTED' || !row.withdrawableUntil) return nothing;
    return html`<section class="card option-card" aria-labelledby="withdraw-title">
      <h2 id="withdraw-title">${t('application.withdraw')}</h2>
      ${canWithdraw()
        ? html`<p class="countdown number" role="timer">${left(row.withdrawableUntil)}</p>
            <p class="quiet">${t('application.withdrawText', { until: moment(row.withdrawableUntil) })}</p>
            <button type="button" class="button danger" ?disabled=${attempt?.isBusy} @click=${() => ask('withdraw')}>
              ${t('application.withdrawDo')}
            </button>`
        : html`<p>${t('application.withdrawOver', { until: day(row.withdrawableUntil) })}</p>`}
    </section>`;
  }

  function outcome() {
    const reason = row.underwritingReason ?? row.subscriptionReason;
    const key = `application.outcome.${row.subscriptionStatus}`;
    return html`<p class="outcome">${t(key)}</p>
      ${row.subscriptionStatus === 'REFUSED' && reason
        ? html`<blockquote class="reason"><span class="small quiet">${t('application.reason')}</span>${reason}</blockquote>`
        : nothing}`;
  }

  function paymentFact(type) {
    return timeline.find((fact) => fact.type === type)?.at;
  }

  function payment() {
    const charged = paymentFact('PaymentApproved');
    const refunded = paymentFact('PaymentCancelled');
    const isOnItsWay = ['REFUSED', 'CANCEL_REQUESTED', 'WITHDRAW_REQUESTED'].includes(row.subscriptionStatus);
    return html`<section class="card" aria-labelledby="payment-title">
      <h2 id="payment-title">${t('application.payment')}</h2>
      <ul class="ledger">
        <li>
          <span>${t('application.premium')}</span>
          <span class="quiet small">
            ${row.subscriptionStatus === 'PAYMENT_FAILED' ? t('application.notCharged') : charged ? time(charged) : nothing}
          </span>
          <b class="number ${row.subscriptionStatus === 'PAYMENT_FAILED' ? 'struck' : ''}"
            >${money(row.premium, row.currency)}</b
          >
        </li>
        ${refunded
          ? html`<li>
              <span>${t('application.refund')}</span>
              <span class="quiet small">${time(refunded)}</span>
              <b class="number">−${money(row.premium, row.currency)}</b>
            </li>`
          : isOnItsWay
            ? html`<li>
                <span>${t('application.refund')}</span>
                <span class="quiet small">${t('application.refundUnderWay')}</span>
                <b class="number quiet">−${money(row.premium, row.currency)}</b>
              </li>`
            : nothing}
      </ul>
      ${facts([
        [t('application.paymentId'), row.paymentId ? html`<span class="number">${row.paymentId}</span>` : ''],
        [t('application.paymentStatus'), pill('paymentStatus', row.paymentStatus)],
        [t('application.paymentReason'), word('paymentReasons', row.paymentReason)],
      ])}
    </section>`;
  }

  function details() {
    return html`<section class="card" aria-labelledby="details-title">
      <h2 id="details-title">${t('application.details')}</h2>
      ${facts([
        [t('application.id'), html`<span class="number">${row.subscriptionId}</span>`],
        [t('application.product'), word('products', row.productName)],
        [t('application.createdAt'), time(row.createdAt)],
        [t('application.case'), row.underwritingId ? html`<span class="number">${row.underwritingId}</span>` : ''],
        [t('application.caseStatus'), pill('underwritingStatus', row.underwritingStatus)],
        [t('application.contractedAt'), row.contractedAt ? time(row.contractedAt) : ''],
      ])}
    </section>`;
  }

  function story() {
    if (timeline.length === 0) return nothing;
    return html`<details class="card story">
      <summary><h2>${t('application.story')}</h2><span class="quiet small">${t('application.storyCount', { count: count(timeline.length) })}</span></summary>
      <ol>
        ${timeline.map(
          (fact) => html`<li>
            <time class="small quiet" datetime=${fact.at}>${exactMoment(fact.at)}</time>
            <span>${word('facts', fact.type)}</span>
          </li>`,
        )}
      </ol>
    </details>`;
  }

  function questionOf(action) {
    return question({
      title: t(`application.${action}Ask`),
      text: t(`application.${action}AskText`, { amount: money(row.premium, row.currency) }),
      confirm: t(`application.${action}Do`),
      tone: 'danger',
      onConfirm: act,
      onCancel: () => ask(null),
    });
  }

  function whole() {
    return html`<section class="card status-card" aria-labelledby="status-title">
        <div class="status-head">
          <h2 id="status-title" class="unseen">${t('application.status')}</h2>
          ${pill('subscriptionStatus', row.subscriptionStatus)} ${outcome()}
        </div>
        ${progressLine(row, timeline)}
      </section>
      ${attemptNote(attempt)} ${problemNote(actionProblem)}
      <div class="columns">
        <div class="column">${payment()} ${details()}</div>
        <div class="column">${withdrawing()} ${cancelling()} ${story()}</div>
      </div>
      ${asked ? questionOf(asked) : nothing}`;
  }

  return {
    title: () => t('application.title', { id }),
    close: () => {
      closed = true;
      clearInterval(ticking);
      attempt?.stop();
      unwatch();
    },
    view: () => html`<a class="upward" href="/applications">${icon('left')}${t('nav.applications')}</a>
      <div class="page-head">
        <div>
          <h1 tabindex="-1">${row ? word('products', row.productName) : t('application.title', { id })}</h1>
          <p class="quiet number">
            ${row ? html`${t('applications.number', { id })} · ${money(row.premium, row.currency)}` : nothing}
          </p>
        </div>
      </div>
      ${problemNote(problem)} ${row ? whole() : problem ? nothing : loading(6)}`,
  };
}
