/** The sign-in form: as a page, or over a page whose session has expired. */
import { html, nothing } from './lib/lit-html/lit-html.js';
import { t, word } from './i18n.js';
import { icon, problemNote, shownModal } from './parts.js';
import { goToProvider } from './provider.js';
import { redraw } from './screen.js';
import { config, session, signIn } from './session.js';

let busy = false;
let problem = null;

async function attempt(action) {
  if (busy) return false;
  busy = true;
  problem = null;
  redraw();
  try {
    await action();
    return true;
  } catch (failure) {
    problem = failure.code
      ? { faults: [], ...failure, code: failure.status === 401 ? 'WRONG_PASSWORD' : failure.code }
      : { code: 'UNREACHABLE', faults: [] };
    return false;
  } finally {
    busy = false;
    redraw();
  }
}

async function withPassword(username, password, onSignedIn) {
  if (await attempt(() => signIn(username, password))) onSignedIn?.();
}

function passwordForm(onSignedIn, onCancel) {
  const known = session()?.subject ?? '';
  return html`<form
    class="stack"
    @submit=${(event) => {
      event.preventDefault();
      const { username, password } = event.target.elements;
      withPassword(username.value, password.value, onSignedIn);
    }}
  >
    <label class="field">
      <span>${t('signIn.username')}</span>
      <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required .defaultValue=${known} />
    </label>
    <label class="field">
      <span>${t('signIn.password')}</span>
      <input name="password" type="password" autocomplete="current-password" required />
    </label>
    <div class="actions">
      <button class="button accent" ?disabled=${busy}>${t('signIn.do')}</button>
      ${onCancel
        ? html`<button type="button" class="button plain" @click=${onCancel}>${t('back')}</button>`
        : nothing}
    </div>
  </form>`;
}

function demoUsers(onSignedIn) {
  if (!config.demoUsers?.length) return nothing;
  return html`<section class="demo" aria-labelledby="demo-title">
    <h2 id="demo-title">${t('signIn.demo')}</h2>
    <p class="quiet small">${t('signIn.demoText')}</p>
    <ul class="demo-users">
      ${config.demoUsers.map(
        (user) => html`<li>
          <button
            type="button"
            class="choice"
            ?disabled=${busy}
            @click=${() => withPassword(user.name, user.name, onSignedIn)}
          >
            ${icon('person')}
            <span><b>${user.name}</b><span class="quiet small">${word('roles', user.roles[0])}</span></span>
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}

function providerForm(to) {
  return html`<button
    type="button"
    class="button accent"
    ?disabled=${busy}
    @click=${() => attempt(() => goToProvider(to))}
  >
    ${t('signIn.provider')}
  </button>`;
}

/**
 * @param over whether it covers a page that is waiting for the sign-in
 * @param to where to go after returning from an identity provider
 */
export function signInForm({ over = false, title, text, to, failure, onSignedIn, onCancel }) {
  const isDemo = config.mode === 'standalone';
  const form = html`<h1 id="sign-in-title" tabindex="-1">${title}</h1>
    <p class="quiet">${text}</p>
    ${problemNote(problem ?? failure)}
    ${isDemo
      ? html`${passwordForm(onSignedIn, onCancel)} ${over ? nothing : demoUsers(onSignedIn)}`
      : html`<div class="actions">
          ${providerForm(to ?? location.pathname + location.search)}
          ${onCancel
            ? html`<button type="button" class="button plain" @click=${onCancel}>${t('back')}</button>`
            : nothing}
        </div>`}`;
  if (!over) return html`<div class="card sign-in">${form}</div>`;
  return html`<dialog
    class="question sign-in"
    aria-labelledby="sign-in-title"
    ${shownModal()}
    @cancel=${(event) => {
      event.preventDefault();
      onCancel?.();
    }}
  >
    ${form}
  </dialog>`;
}
