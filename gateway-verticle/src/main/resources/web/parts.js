/** Templates that several pages share. */
import { directive, Directive } from './lib/lit-html/directive.js';
import { html, noChange, nothing, svg } from './lib/lit-html/lit-html.js';
import { exactMoment, hasText, moment, t, word } from './i18n.js';

/** The tone in which a status is shown. */
const TONES = {
  PAID: 'now',
  UNDERWRITING: 'now',
  CONTRACTED: 'good',
  REFUSED: 'bad',
  CANCEL_REQUESTED: 'warn',
  CANCELLED: 'still',
  WITHDRAW_REQUESTED: 'warn',
  WITHDRAWN: 'still',
  PAYMENT_FAILED: 'bad',
  PENDING_PAYMENT: 'warn',
  WAITING: 'warn',
  ASSIGNED: 'now',
  APPROVED: 'good',
  CLOSED: 'still',
  REQUESTED: 'warn',
  DECLINED: 'bad',
  CANCELLING: 'warn',
  VOID: 'still',
};

/** An icon of 20 by 20 pixels; decoration only, beside a text. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    ${ICONS[name]}
  </svg>`;
}

const ICONS = {
  check: svg`<path d="m4.5 10.5 3.6 3.6 7.4-8"/>`,
  cross: svg`<path d="m5.5 5.5 9 9m0-9-9 9"/>`,
  clock: svg`<circle cx="10" cy="10" r="7"/><path d="M10 6v4.3l2.8 1.7"/>`,
  back: svg`<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H12a4 4 0 0 1 0 8h-1.5" transform="translate(0 -1.5)"/>`,
  plus: svg`<path d="M10 4v12M4 10h12"/>`,
  left: svg`<path d="M12.5 4.5 7 10l5.5 5.5"/>`,
  right: svg`<path d="M7.5 4.5 13 10l-5.5 5.5"/>`,
  warn: svg`<path d="M10 3.2 18 17H2z"/><path d="M10 8.3v3.9m0 2.2v.1"/>`,
  info: svg`<circle cx="10" cy="10" r="7"/><path d="M10 9.2v4.3M10 6.5v.1"/>`,
  person: svg`<circle cx="10" cy="7" r="3.2"/><path d="M3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5"/>`,
  shield: svg`<path d="M10 2.8 4 5v5.2c0 3.5 2.4 5.8 6 7.2 3.6-1.4 6-3.7 6-7.2V5z"/>`,
  list: svg`<path d="M4 5.5h12M4 10h12M4 14.5h12"/>`,
  sun: svg`<circle cx="10" cy="10" r="3.4"/><path d="M10 2.5v1.8m0 11.4v1.8M2.5 10h1.8m11.4 0h1.8M4.7 4.7 6 6m8 8 1.3 1.3m0-10.6L14 6m-8 8-1.3 1.3"/>`,
  moon: svg`<path d="M15.8 12.2A6.6 6.6 0 0 1 7.8 4.2a6.6 6.6 0 1 0 8 8z"/>`,
  auto: svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" class="filled"/>`,
  out: svg`<path d="M8 3.5H4.5v13H8M12.5 6.5 16 10l-3.5 3.5M15.5 10H8"/>`,
  repeat: svg`<path d="M15.9 8A6.2 6.2 0 0 0 4.6 7.2M4.1 12a6.2 6.2 0 0 0 11.3.8M4.2 3.6v3.8H8m7.8 9v-3.8H12"/>`,
};

/** A status as a text in its tone. */
export function pill(kind, status) {
  if (!status) return nothing;
  return html`<span class="pill ${TONES[status] ?? 'still'}">${word(kind, status)}</span>`;
}

/** A time, with the seconds in its tooltip. */
export function time(at) {
  if (!at) return nothing;
  return html`<time datetime=${at} title=${exactMoment(at)}>${moment(at)}</time>`;
}

/** A placeholder while something loads. */
export function loading(lines = 3) {
  return html`<div class="skeleton" role="status">
    <span class="unseen">${t('loading')}</span>
    ${Array.from({ length: lines }, () => html`<span class="bone" aria-hidden="true"></span>`)}
  </div>`;
}

/** An empty list, and what to do about it. */
export function empty(title, text, action = nothing) {
  return html`<div class="empty">
    <svg viewBox="0 0 64 48" aria-hidden="true">
      <rect x="10" y="5" width="44" height="38" rx="5" />
      <path d="M19 16h26M19 24h26M19 32h14" />
    </svg>
    <h2>${title}</h2>
    <p class="quiet">${text}</p>
    ${action}
  </div>`;
}

/** What happened, in the user's language if the problem has a text. */
export function problemTitle(problem) {
  const key = `problems.${problem.code}.title`;
  if (hasText(key)) return t(key);
  return problem.title || t('problems.unknown.title');
}

/** What to do next. */
export function problemAdvice(problem) {
  const key = `problems.${problem.code}.next`;
  if (hasText(key)) return t(key);
  return problem.detail || t('problems.unknown.next');
}

/** The address of the page that explains it; an error of our own has no code. */
export function problemAddress(problem) {
  return `/problems/${(problem.code ?? 'unknown').toLowerCase().replace(/_/g, '-')}`;
}

/** Whether support may have to look for the cause; an ordinary refusal explains itself. */
function needsSupport(problem) {
  return problem.status >= 500 || !hasText(`problems.${problem.code}.title`);
}

/** A problem, at the place where it occurred. */
export function problemNote(problem, action = nothing) {
  if (!problem) return nothing;
  return html`<div class="note bad" role="alert">
    ${icon('warn')}
    <div>
      <p class="note-title">${problemTitle(problem)}</p>
      <p>${problemAdvice(problem)}</p>
      ${problem.faults?.length
        ? html`<ul class="faults">
            ${problem.faults.map((fault) => html`<li><b>${fault.field}</b> ${fault.detail}</li>`)}
          </ul>`
        : nothing}
      <p class="small quiet">
        ${problem.correlationId && needsSupport(problem)
          ? html`${t('problem.quote')} <code>${problem.correlationId}</code> · `
          : nothing}<a href=${problemAddress(problem)}>${t('problem.more')}</a>
      </p>
      ${action}
    </div>
  </div>`;
}

/** A note that is not a problem. */
export function note(tone, text, sign = 'info') {
  return html`<div class="note ${tone}">${icon(sign)}<div><p>${text}</p></div></div>`;
}

/** An attempt that is waiting for its next try. */
export function attemptNote(attempt) {
  if (!attempt || !(attempt.state === 'waiting' || (attempt.state === 'sending' && attempt.tries > 1))) {
    return nothing;
  }
  return html`<div class="note warn attempt">
    ${icon('clock')}
    <div>
      <p class="note-title" role="status">${t('attempt.title')}</p>
      ${attempt.problem ? html`<p>${problemTitle(attempt.problem)}</p>` : nothing}
      <p>${t('attempt.kept')}</p>
      <p class="number" aria-hidden="true">
        ${attempt.state === 'waiting'
          ? t('attempt.next', { seconds: attempt.secondsLeft, tries: attempt.tries + 1 })
          : t('attempt.sending', { tries: attempt.tries })}
      </p>
      <div class="actions">
        <button
          type="button"
          class="button small-button"
          ?disabled=${attempt.state !== 'waiting'}
          @click=${() => attempt.tryNow()}
        >
          ${t('attempt.now')}
        </button>
        <button
          type="button"
          class="button plain small-button"
          ?disabled=${attempt.state !== 'waiting'}
          @click=${() => attempt.stop()}
        >
          ${t('attempt.stop')}
        </button>
      </div>
    </div>
  </div>`;
}

/** Pairs of a term and its value; those without a value are left out. */
export function facts(pairs) {
  return html`<dl class="facts">
    ${pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== nothing)
      .map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** A confirmation before an action that cannot be undone. */
export function question({ title, text, confirm, tone = 'accent', busy, onConfirm, onCancel, body = nothing }) {
  return html`<dialog
    class="question"
    aria-labelledby="question-title"
    ${shownModal()}
    @cancel=${(event) => {
      event.preventDefault();
      if (!busy) onCancel();
    }}
  >
    <form
      method="dialog"
      @submit=${(event) => {
        event.preventDefault();
        if (!busy) onConfirm();
      }}
    >
      <h2 id="question-title">${title}</h2>
      <p>${text}</p>
      ${body}
      <div class="actions end">
        <button type="button" class="button plain" ?disabled=${busy} @click=${onCancel}>${t('back')}</button>
        <button type="submit" class="button ${tone}" ?disabled=${busy} autofocus>${confirm}</button>
      </div>
    </form>
  </dialog>`;
}

/** Opens its dialog once that is part of the page. */
export const shownModal = directive(
  class extends Directive {
    render() {
      return noChange;
    }

    update(part) {
      const dialog = part.element;
      queueMicrotask(() => {
        if (dialog.isConnected && !dialog.open) dialog.showModal();
      });
      return noChange;
    }
  },
);
