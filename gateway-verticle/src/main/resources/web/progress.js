/** An application's progress, drawn: the steps that are done and when, the current one, and the rest. */
import { html, nothing } from './lib/lit-html/lit-html.js';
import { clock, exactMoment, t } from './i18n.js';
import { icon, loading } from './parts.js';

const TONES = { REFUSED: 'bad', PAYMENT_FAILED: 'bad', CANCELLED: 'back', WITHDRAWN: 'back', REFUNDED: 'back' };
const SIGNS = { good: 'check', bad: 'cross', back: 'back' };

/** The steps as the row names them: {name, state: done | now | next, tone, at}. */
function stepsOf({ progress, createdAt }, timeline = []) {
  const at = (name) =>
    name === 'APPLIED' ? createdAt : timeline.find((event) => event.step === name)?.at ?? null;
  return progress.steps.map((name, index) => {
    const isDone = index < progress.done;
    return {
      name,
      state: isDone ? 'done' : index === progress.done ? 'now' : 'next',
      tone: TONES[name] ?? 'good',
      at: isDone ? at(name) : null,
    };
  });
}

/** The line with its times; a placeholder until the view has the row. */
export function progressLine(row, timeline) {
  if (!row.progress) return loading(1);
  return html`<ol class="way" aria-label=${t('progress.label')}>
    ${stepsOf(row, timeline).map(
      (step) => html`<li
        class="stop ${step.state} ${step.tone}"
        aria-current=${step.state === 'now' ? 'step' : 'false'}
      >
        <span class="knot">${step.state === 'done' ? icon(SIGNS[step.tone]) : nothing}</span>
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
  if (!row.progress) return nothing;
  return html`<span class="dots" aria-hidden="true">
    ${stepsOf(row).map((step) => html`<i class="${step.state} ${step.tone}"></i>`)}
  </span>`;
}
