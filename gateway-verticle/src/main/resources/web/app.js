/** The frame around every page: navigation, the signed-in user, and the end of the session. */
import { html, nothing, render } from './lib/lit-html/lit-html.js';
import { keyed } from './lib/lit-html/directives/keyed.js';
import { currentLanguage, speak, t } from './i18n.js';
import { liveState } from './live.js';
import { go, homePath, places } from './navigation.js';
import { icon } from './parts.js';
import { signOutEverywhere } from './provider.js';
import { currentRoute, openPage, start } from './routes.js';
import { drawn, drawnBy, redraw } from './screen.js';
import * as sessions from './session.js';
import { signInForm } from './sign-in-form.js';
import { nextTheme, theme } from './theme.js';

const root = document.getElementById('app');

function navigation() {
  const visible = places();
  if (visible.length === 0) return nothing;
  const { path, under } = currentRoute();
  return html`<nav class="places" aria-label=${t('nav.label')}>
    ${visible.map(
      (place) => html`<a
        href=${place.path}
        aria-current=${path === place.path ? 'page' : under === place.path ? 'true' : 'false'}
        >${t(place.label)}</a
      >`,
    )}
  </nav>`;
}

function connection() {
  const state = liveState();
  if (state === 'off') return nothing;
  return html`<span class="connection ${state}" role="status">
    <i aria-hidden="true"></i><span>${t(`connection.${state}`)}</span>
  </span>`;
}

function languages() {
  const other = currentLanguage() === 'ko' ? 'en' : 'ko';
  return html`<button
    type="button"
    class="tool"
    lang=${other}
    @click=${() => speak(other)}
  >
    ${other === 'ko' ? '한국어' : 'English'}
  </button>`;
}

function themes() {
  const sign = { auto: 'auto', light: 'sun', dark: 'moon' }[theme()];
  return html`<button
    type="button"
    class="tool square"
    aria-label=${`${t('theme.label')}: ${t(`theme.${theme()}`)}`}
    title=${`${t('theme.label')}: ${t(`theme.${theme()}`)}`}
    @click=${nextTheme}
  >
    ${icon(sign)}
  </button>`;
}

function leave() {
  if (sessions.config.mode === 'standalone') {
    sessions.signOut();
    return;
  }
  signOutEverywhere();
  // The provider may take a while to answer.
  go('/sign-in', { replace: true });
}

function person() {
  const who = sessions.session();
  if (!who) return nothing;
  return html`<span class="person">${icon('person')}<b>${who.name}</b></span>
    <button type="button" class="tool" @click=${leave} aria-label=${t('signOut')} title=${t('signOut')}>
      ${icon('out')}<span class="wide-only">${t('signOut')}</span>
    </button>`;
}

function header() {
  return html`<header class="top">
    <div class="top-row">
      <a class="brand" href=${homePath()}>
        <img src="/web/mark.svg" width="28" height="28" alt="" />
        <span>${t('brand')}</span>
      </a>
      <div class="tools">${connection()} ${languages()} ${themes()} ${person()}</div>
    </div>
    ${navigation()}
  </header>`;
}

/** The page stays as it is, with everything that was typed, and goes on after signing in. */
function endedSession() {
  if (!sessions.hasEnded() || currentRoute().isPublic) return nothing;
  return signInForm({ over: true, title: t('session.ended'), text: t('session.endedText') });
}

let extending = false;

function endingSession() {
  if (!sessions.endsSoon() || currentRoute().isPublic) {
    extending = false;
    return nothing;
  }
  return html`<div class="note warn slip" role="status">
      ${icon('clock')}
      <div>
        <p>${t('session.soon')}</p>
        <div class="actions">
          <button type="button" class="button small-button" @click=${() => setExtending(true)}>
            ${t('session.stay')}
          </button>
        </div>
      </div>
    </div>
    ${extending
      ? signInForm({
          over: true,
          title: t('session.stay'),
          text: t('session.stayText'),
          onCancel: () => setExtending(false),
        })
      : nothing}`;
}

function setExtending(value) {
  extending = value;
  redraw();
}

function footer() {
  return html`<footer class="foot">
    <p class="quiet small">
      ${t('footer')} · <a href="/docs">${t('footerApi')}</a>
    </p>
  </footer>`;
}

function draw() {
  const page = openPage();
  if (!page) return;
  document.title = `${page.title()} · ${t('brand')}`;
  render(
    html`<a class="skip" href="#main">${t('skip')}</a>
      ${header()} ${endingSession()}
      <main id="main" tabindex="-1" class=${page.width ?? ''}>
        ${keyed(currentRoute().visit, page.view())}
      </main>
      ${footer()} ${endedSession()}`,
    root,
  );
  document.documentElement.classList.remove('starting');
  drawn();
}

drawnBy(draw);
await sessions.begin().catch(() => {
  // Without the configuration the demo sign-in is shown; signing in then says what is wrong.
});
start();
