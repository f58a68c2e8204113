/** An application's way, drawn: what is done and when, where it stands, what is still to come. */
import { html, nothing } from './lib/lit-html/lit-html.js';
import { clock, exactMoment, t } from './i18n.js';
import { icon } from './parts.js';

const GOOD = ['applied', 'paid', 'assigned', 'approved', 'contracted'];

const WAYS = {
  PENDING_PAYMENT: ['applied', 'paid', 'assigned', 'decided', 'contracted'],
  PAID: ['applied', 'paid', 'assigned', 'decided', 'contracted'],
  UNDERWRITING: ['applied', 'paid', 'assigned', 'decided', 'contracted'],
  CONTRACTED: GOOD,
  REFUSED: ['applied', 'paid', 'assigned', 'refused', 'refunded'],
  CANCEL_REQUESTED: ['applied', 'paid', 'cancelled', 'refunded'],
  CANCELLED: ['applied', 'paid', 'cancelled', 'refunded'],
  WITHDRAW_REQUESTED: [...GOOD, 'withdrawn', 'refunded'],
  WITHDRAWN: [...GOOD, 'withdrawn', 'refunded'],
  PAYMENT_FAILED: ['applied', 'failed'],
};

/** The fact that ends each step. */
const FACTS = {
  applied: [],
  paid: ['PaymentApproved', 'SubscriptionCreated'],
  assigned: ['UnderwriterConfirmed', 'UnderwriterAssigned'],
  approved: ['UnderwritingApproved'],
  refused: ['UnderwritingRefused', 'SubscriptionRefused'],
  contracted: ['SubscriptionContracted'],
  cancelled: ['CancelRequested'],
  withdrawn: ['WithdrawalRequested'],
  refunded: ['PaymentCancelled', 'SubscriptionCancelled', 'SubscriptionWithdrawn'],
  failed: ['SubscriptionAbandoned', 'PaymentDeclined'],
  decided: [],
};

const BAD = new Set(['refused', 'failed']);
const BACK = new Set(['cancelled', 'withdrawn', 'refunded']);

/** How many of the way's steps are behind it. */
function reached(row, way) {
  switch (row.subscriptionStatus) {
    case 'PENDING_PAYMENT':
      return 1;
    case 'PAID':
      return 2;
    case 'UNDERWRITING':
      return 3;
    case 'REFUSED':
      return row.paymentStatus === 'CANCELLED' ? 5 : 4;
    case 'CANCEL_REQUESTED':
    case 'WITHDRAW_REQUESTED':
      return way.length - 1;
    default:
      return way.length;
  }
}

/** The steps: {name, state: done | now | next, tone, at}. */
export function steps(row, timeline = []) {
  const way = WAYS[row.subscriptionStatus] ?? WAYS.PAID;
  const done = reached(row, way);
  const at = (name) =>
    name === 'applied'
      ? row.createdAt
      : FACTS[name].map((type) => timeline.find((fact) => fact.type === type)?.at).find(Boolean) ?? null;
  return way.map((name, index) => ({
    name,
    state: index < done ? 'done' : index === done ? 'now' : 'next',
    tone: BAD.has(name) ? 'bad' : BACK.has(name) ? 'back' : 'good',
    at: index < done ? at(name) : null,
  }));
}

function sign(step) {
  if (step.state === 'now') return nothing;
  if (step.state === 'next') return nothing;
  if (step.tone === 'bad') return icon('cross');
  return icon(step.tone === 'back' ? 'back' : 'check');
}

/** The line with its times. */
export function progressLine(row, timeline) {
  return html`<ol class="way" aria-label=${t('progress.label')}>
    ${steps(row, timeline).map(
      (step) => html`<li
        class="stop ${step.state} ${step.tone}"
        aria-current=${step.state === 'now' ? 'step' : 'false'}
      >
        <span class="knot">${sign(step)}</span>
        <span class="stop-text">
          <b>${t(`progress.${step.state === 'done' ? 'done' : 'open'}.${step.name}`)}</b>
          <span class="unseen">${t(`progress.state.${step.state}`)}</span>
          ${step.at
            ? html`<time datetime=${step.at} title=${exactMoment(step.at)}>${clock(step.at)}</time>`
            : step.state === 'now'
              ? html`<span class="quiet small">${t('progress.now')}</span>`
              : nothing}
        </span>
      </li>`,
    )}
  </ol>`;
}

/** The same in a few dots, for lists; the status stands beside it in words. */
export function progressDots(row) {
  return html`<span class="dots" aria-hidden="true">
    ${steps(row).map((step) => html`<i class="${step.state} ${step.tone}"></i>`)}
  </span>`;
}
