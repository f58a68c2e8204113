/** Signing in, and returning from the identity provider. */
import { html } from '../lib/lit-html/lit-html.js';
import { t } from '../i18n.js';
import { loading } from '../parts.js';
import { comeBack } from '../provider.js';
import { go, homePath } from '../navigation.js';
import { redraw } from '../screen.js';
import { isSignedIn } from '../session.js';
import { signInForm } from '../sign-in-form.js';

/** Only a path of this site: a link must not redirect elsewhere after signing in. */
function localPath(wished) {
  return /^\/(?![/\\])/.test(wished ?? '') ? wished : '/';
}

export function open() {
  const query = new URLSearchParams(location.search);
  const isComingBack = location.pathname === '/sign-in/done';
  let failure = null;
  let coming = isComingBack;

  let to = localPath(query.get('to'));
  const onSignedIn = () => go(to === '/' ? homePath() : to, { replace: true });

  if (isComingBack) {
    comeBack(query)
      .then((back) => go(localPath(back), { replace: true }))
      .catch((problem) => {
        failure = { faults: [], code: 'SIGN_IN_REFUSED', ...problem };
        to = localPath(problem.to);
        coming = false;
        redraw();
      });
  } else if (isSignedIn()) {
    setTimeout(onSignedIn, 0);
  }

  return {
    width: 'narrow',
    title: () => t('signIn.title'),
    view: () =>
      coming
        ? html`<h1 tabindex="-1">${t('signIn.title')}</h1>${loading(3)}`
        : signInForm({ title: t('signIn.title'), text: t('signIn.text'), to, failure, onSignedIn }),
  };
}
