/** The auditor's last verdict on the invariants. */
import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { count, t } from '../../i18n.js';
import { icon, time } from '../../parts.js';

function invariantLine({ number, checked, broken }) {
  return html`<li class=${broken ? 'bad' : 'good'}>
    <span class="invariant-sign">${icon(broken ? 'cross' : 'check')}</span>
    <span class="small">${t(`invariants.${number}`)}</span>
    <b class="number small">
      ${broken ? t('platform.broken', { count: count(broken) }) : t('platform.checked', { count: count(checked) })}
    </b>
  </li>`;
}

function verdict(audit) {
  return html`<ol class="invariants">
      ${audit.invariants.map(invariantLine)}
    </ol>
    <p class="quiet small">${t('platform.auditAt')} ${time(audit.at)}</p>`;
}

/** @param audit as in the platform's status; null where no auditor runs */
export function auditCard(audit) {
  const state = audit?.state ?? 'NONE';
  const hasVerdict = Boolean(audit?.at);
  return html`<section class="card" aria-labelledby="audit-title">
    <div class="queue-head">
      <h2 id="audit-title">${t('platform.audit')}</h2>
      ${hasVerdict
        ? html`<span class="pill ${audit.satisfied ? 'good' : 'bad'}"
            >${t(audit.satisfied ? 'platform.auditGood' : 'platform.auditBad')}</span
          >`
        : nothing}
    </div>
    ${state === 'DONE' ? nothing : html`<p class="quiet small">${t(`platform.auditState.${state}`)}</p>`}
    ${hasVerdict ? verdict(audit) : nothing}
  </section>`;
}
