/** The auditor's last verdict on the invariants. */
import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { count, t } from '../../i18n.js';
import { icon, time } from '../../parts.js';

const ICONS = { good: 'check', open: 'clock', bad: 'cross' };

function outcome({ broken, open }) {
  if (broken) return 'bad';
  return open ? 'open' : 'good';
}

function counted({ checked, open, broken }) {
  if (broken) return t('platform.broken', { count: count(broken) });
  return open ? t('platform.open', { count: count(open) }) : t('platform.checked', { count: count(checked) });
}

function invariantLine(invariant) {
  const found = outcome(invariant);
  return html`<li class=${found}>
    <span class="invariant-sign">${icon(ICONS[found])}</span>
    <span class="small">${t(`invariants.${invariant.number}`)}</span>
    <b class="number small">${counted(invariant)}</b>
  </li>`;
}

function pill({ satisfied, invariants }) {
  if (satisfied) return html`<span class="pill good">${t('platform.auditGood')}</span>`;
  return invariants.some(({ broken }) => broken)
    ? html`<span class="pill bad">${t('platform.auditBad')}</span>`
    : html`<span class="pill warn">${t('platform.auditOpen')}</span>`;
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
      ${hasVerdict ? pill(audit) : nothing}
    </div>
    ${state === 'DONE' ? nothing : html`<p class="quiet small">${t(`platform.auditState.${state}`)}</p>`}
    ${hasVerdict ? verdict(audit) : nothing}
  </section>`;
}
