/** What a problem means and what to do about it, at the address in problem documents' type. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { hasText, t } from '../i18n.js';
import { icon } from '../parts.js';
import { homePath } from '../navigation.js';

export function open([slug]) {
  const code = slug.toUpperCase().replace(/-/g, '_');
  const known = hasText(`problems.${code}.title`) ? code : 'unknown';
  return {
    width: 'narrow',
    title: () => t(`problems.${known}.title`),
    view: () => html`<article class="card trouble">
      <span class="trouble-sign">${icon('warn')}</span>
      <h1 tabindex="-1">${t(`problems.${known}.title`)}</h1>
      <h2>${t('problem.next')}</h2>
      <p>${t(`problems.${known}.next`)}</p>
      ${known === 'unknown' ? nothing : html`<p class="quiet small">${t('problem.code')} <code>${code}</code></p>`}
      <div class="actions">
        <a class="button accent" href=${homePath()}>${t('problem.home')}</a>
        <button type="button" class="button plain" @click=${() => history.back()}>${t('back')}</button>
      </div>
    </article>`,
  };
}
