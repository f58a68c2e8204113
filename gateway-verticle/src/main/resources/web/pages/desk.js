/** An underwriter's queue, oldest first, and the selected case, with keyboard shortcuts. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { call, Problem, read, readAll } from '../api.js';
import { Attempt } from '../attempt.js';
import { draft } from '../draft.js';
import { age, count, money, t, word } from '../i18n.js';
import { watch } from '../live.js';
import { attemptNote, empty, facts, icon, loading, note, pill, problemNote, question, time } from '../parts.js';
import { coalesced } from '../rows.js';
import { announce, focusSoon, redraw } from '../screen.js';
import { session } from '../session.js';

const REASON_MAX = 500;
const KEYS_KEPT = 'desk.keys';

/** By the key's place, since an input method for Korean turns its letter into another. */
const SHORTCUTS = { KeyJ: 'next', KeyN: 'next', KeyK: 'previous', KeyA: 'approve', KeyR: 'refuse' };

/** After these problems the case is no longer ours: somebody else was faster. */
const TOO_LATE = new Set(['ALREADY_DECIDED', 'CASE_CLOSED', 'NOT_ASSIGNED', 'NOT_FOUND']);

function keysWished() {
  try {
    return localStorage.getItem(KEYS_KEPT) !== 'off';
  } catch {
    return true;
  }
}

function shortcutOf({ key, code }) {
  // A Latin letter is meant as it is, wherever the keyboard has it.
  return SHORTCUTS[/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : code];
}

export function open() {
  const me = session().underwriterId;
  /** Case by its id: {underwritingId, subscriptionId, productName, premium, currency, customerId, since}. */
  const cases = new Map();
  /** The newest version of each row that was received, by subscription. */
  const versions = new Map();
  let loaded = false;
  let problem = null;
  let load = null;
  let selected = null;
  let story = null;
  let mode = null;
  let attempt = null;
  let actionProblem = null;
  let notice = null;
  let decidedHere = 0;
  let keys = keysWished();
  const deciding = new Set();

  const look = coalesced(async () => {
    try {
      const [open, desks] = await Promise.all([
        readAll('/underwritings?status=ASSIGNED&limit=200', 'underwritings'),
        read('/underwriters'),
      ]);
      const before = [...cases.values()];
      cases.clear();
      open.filter((each) => each.underwriterId === me).forEach(put);
      for (const each of before.filter(({ underwritingId }) => !cases.has(underwritingId))) {
        cases.set(each.underwritingId, each);
        leave(each);
      }
      load = desks.underwriters.find((desk) => desk.underwriterId === me) ?? null;
      loaded = true;
      problem = null;
      keepSelection();
      if (selected !== null) readStory(selected);
    } catch (failure) {
      problem = failure;
    }
    redraw();
  });

  function put(each) {
    cases.set(each.underwritingId, {
      underwritingId: each.underwritingId,
      subscriptionId: each.subscriptionId,
      productName: each.productName,
      premium: each.premium,
      currency: each.currency,
      customerId: each.customerId,
      since: each.registeredAt ?? each.createdAt,
    });
  }

  function heard(row) {
    if (!row.underwritingId) return;
    if ((versions.get(row.subscriptionId) ?? 0) >= row.viewVersion) return;
    versions.set(row.subscriptionId, row.viewVersion);
    keepStory(row);
    const isMine = row.underwriterId === me && row.underwritingStatus === 'ASSIGNED';
    const known = cases.get(row.underwritingId);
    if (isMine && !known) {
      put(row);
      announce(t('desk.arrived', { product: word('products', row.productName) }));
    }
    if (!isMine && known) {
      leave(known, row);
    }
    keepSelection();
    redraw();
  }

  /** A case has left the desk; if it was selected, the page says where it went. */
  function leave(known, row) {
    // A case that is being decided here stays until the response, which may come after this change.
    if (deciding.has(known.underwritingId)) return;
    cases.delete(known.underwritingId);
    if (known.underwritingId !== selected) return;
    notice = () => whereTo(known.underwritingId, row);
    mode = null;
  }

  function whereTo(id, row) {
    if (!row) return t('desk.leftUnknown', { id });
    const isOnAnotherDesk = row.underwriterId !== me && row.underwritingStatus === 'ASSIGNED';
    return isOnAnotherDesk
      ? t('desk.leftOther', { id })
      : t('desk.leftDecided', { id, status: word('underwritingStatus', row.underwritingStatus) });
  }

  function queue() {
    return [...cases.values()].sort(
      (a, b) => Date.parse(a.since) - Date.parse(b.since) || a.underwritingId - b.underwritingId,
    );
  }

  /** While the queue is not empty, a case is selected. */
  function keepSelection() {
    if (selected !== null && cases.has(selected)) return;
    const first = queue()[0];
    select(first ? first.underwritingId : null, { keepNotice: true });
  }

  function select(id, { keepNotice = false, focus = false } = {}) {
    if (id === selected) return;
    selected = id;
    story = null;
    mode = null;
    actionProblem = null;
    if (!keepNotice) notice = null;
    if (id !== null) readStory(id);
    if (focus) focusSoon('#case-title');
    redraw();
  }

  async function readStory(id) {
    const { subscriptionId } = cases.get(id);
    try {
      // As a list, so that a row that the view does not have yet is no error.
      const found = await read(`/subscriptionViews?limit=1&after=${subscriptionId + 1}`);
      found.subscriptionViews.forEach(keepStory);
    } catch {
      // The case can be decided without these details.
    }
    redraw();
  }

  /** Keeps the newest row of the selected case, from whatever source. */
  function keepStory(row) {
    if (row.subscriptionId !== cases.get(selected)?.subscriptionId) return;
    if (!story || story.viewVersion < row.viewVersion) story = row;
  }

  function move(by) {
    const list = queue();
    if (list.length === 0) return;
    const at = list.findIndex((each) => each.underwritingId === selected);
    const next = list[Math.min(list.length - 1, Math.max(0, at + by))];
    select(next.underwritingId, { focus: true });
  }

  const refusal = () => draft(`refusal.${selected}`);

  function begin(what) {
    if (selected === null || attempt?.isBusy) return;
    mode = what;
    actionProblem = null;
    notice = null;
    if (what === 'refuse') focusSoon('#reason');
    redraw();
  }

  function cancel() {
    mode = null;
    focusSoon('#case-title');
  }

  async function decide(id, verb, body) {
    const each = cases.get(id);
    mode = null;
    notice = null;
    actionProblem = null;
    deciding.add(id);
    attempt = new Attempt((tries) =>
      call('POST', `/underwritings/${id}/${verb}`, { body }).catch((failure) => {
        // The first try may have been received although its response was lost.
        if (tries > 1 && failure.code === 'ALREADY_DECIDED') return { data: null };
        throw failure;
      }),
    );
    try {
      const answer = await attempt.run();
      if (answer === null) {
        if (verb === 'refuse') mode = 'refuse';
        look();
        return;
      }
      draft(`refusal.${id}`).forget();
      decidedHere++;
      nextAfter(id);
      announce(t(`desk.${verb}Done`, { id }));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      await lost(id, each, verb, failure);
    } finally {
      deciding.delete(id);
      redraw();
    }
  }

  /** Somebody was faster, or it is impossible; the page says so, and nothing typed is lost. */
  async function lost(id, each, verb, failure) {
    if (!TOO_LATE.has(failure.code)) {
      actionProblem = failure;
      if (verb === 'refuse') mode = 'refuse';
      look();
      return;
    }
    const now = await read(`/underwritings/${id}`).catch(() => null);
    nextAfter(id);
    notice = () =>
      now
        ? t('desk.lost', { id, status: word('underwritingStatus', now.underwritingStatus) })
        : t('desk.leftOther', { id });
  }

  function nextAfter(id) {
    const list = queue();
    const at = list.findIndex((each) => each.underwritingId === id);
    const next = list[at + 1] ?? list[at - 1] ?? null;
    cases.delete(id);
    if (selected === id) {
      select(next ? next.underwritingId : null, { focus: true });
      if (!next) focusSoon('h1');
    }
  }

  function onKey(event) {
    if (!keys || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.('input, textarea, select, dialog')) return;
    // The user is about to type the reason, possibly before the field has the focus.
    if (mode === 'refuse') return;
    const shortcut = shortcutOf(event);
    if (!shortcut) return;
    event.preventDefault();
    if (shortcut === 'next') move(1);
    else if (shortcut === 'previous') move(-1);
    else begin(shortcut);
  }

  function toggleKeys() {
    keys = !keys;
    try {
      localStorage.setItem(KEYS_KEPT, keys ? 'on' : 'off');
    } catch {
      // Without storage, for this visit only.
    }
    redraw();
  }

  const unwatch = watch('desk-status', heard, look);
  look();
  const ticking = setInterval(redraw, 1000);

  function entry(each) {
    const isSelected = each.underwritingId === selected;
    return html`<li>
      <button
        type="button"
        class="choice queue-entry ${isSelected ? 'chosen' : ''}"
        aria-current=${isSelected ? 'true' : 'false'}
        @click=${() => select(each.underwritingId, { focus: true })}
      >
        <span>
          <b>${word('products', each.productName)}</b>
          <span class="quiet small number">${t('desk.case', { id: each.underwritingId })} · ${each.customerId}</span>
        </span>
        <span class="age number" title=${t('desk.age')}>${icon('clock')}${age(each.since)}</span>
      </button>
    </li>`;
  }

  function refuseForm(each) {
    return html`<form
      class="stack refuse"
      @submit=${(event) => {
        event.preventDefault();
        const reason = event.target.elements.reason.value.trim();
        if (reason) decide(each.underwritingId, 'refuse', { reason });
      }}
      @keydown=${(event) => {
        if (event.key === 'Escape') cancel();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
      }}
    >
      <label class="field">
        <span>${t('desk.reason')}</span>
        <textarea
          id="reason"
          name="reason"
          rows="4"
          maxlength=${REASON_MAX}
          required
          aria-describedby="reason-help"
          .value=${refusal().read().reason ?? ''}
          @input=${(event) => refusal().write({ reason: event.target.value })}
        ></textarea>
      </label>
      <p id="reason-help" class="quiet small">${t('desk.reasonHelp')}</p>
      <div class="actions">
        <button class="button danger">${t('desk.refuseDo')}</button>
        <button type="button" class="button plain" @click=${cancel}>${t('back')}</button>
      </div>
    </form>`;
  }

  function inHand() {
    const each = cases.get(selected);
    if (!each) {
      return html`<section class="card in-hand">
        ${notice ? note('warn', notice(), 'info') : nothing}
        ${empty(t('desk.none'), decidedHere ? t('desk.noneAfter', { count: count(decidedHere) }) : t('desk.noneText'))}
      </section>`;
    }
    return html`<section class="card in-hand" aria-labelledby="case-title">
      ${notice ? html`<div role="alert">${note('warn', notice(), 'info')}</div>` : nothing}
      <div class="case-head">
        <h2 id="case-title" tabindex="-1">${word('products', each.productName)}</h2>
        ${pill('underwritingStatus', 'ASSIGNED')}
      </div>
      ${facts([
        [t('desk.caseId'), html`<span class="number">${each.underwritingId}</span>`],
        [t('desk.application'), html`<span class="number">${each.subscriptionId}</span>`],
        [t('desk.customer'), each.customerId],
        [t('desk.premium'), html`<span class="number">${money(each.premium, each.currency)}</span>`],
        [t('desk.payment'), story ? pill('paymentStatus', story.paymentStatus) : ''],
        [t('desk.appliedAt'), story ? time(story.createdAt) : time(each.since)],
        [t('desk.age'), html`<span class="number">${age(each.since)}</span>`],
      ])}
      ${attemptNote(attempt)} ${problemNote(actionProblem)}
      ${mode === 'refuse'
        ? refuseForm(each)
        : html`<div class="actions decide">
            <button type="button" class="button accent" ?disabled=${attempt?.isBusy} @click=${() => begin('approve')}>
              ${icon('check')}${t('desk.approve')}${keys ? html`<kbd aria-hidden="true">A</kbd>` : nothing}
            </button>
            <button type="button" class="button danger" ?disabled=${attempt?.isBusy} @click=${() => begin('refuse')}>
              ${icon('cross')}${t('desk.refuse')}${keys ? html`<kbd aria-hidden="true">R</kbd>` : nothing}
            </button>
            <button type="button" class="button plain" @click=${() => move(1)}>
              ${t('desk.next')}${keys ? html`<kbd aria-hidden="true">J</kbd>` : nothing}
            </button>
          </div>`}
      ${mode === 'approve'
        ? question({
            title: t('desk.approveAsk'),
            text: t('desk.approveAskText', {
              id: each.underwritingId,
              product: word('products', each.productName),
              customer: each.customerId,
            }),
            confirm: t('desk.approveDo'),
            onConfirm: () => decide(each.underwritingId, 'approve', {}),
            onCancel: cancel,
          })
        : nothing}
    </section>`;
  }

  function body() {
    if (!loaded) return problem ? nothing : loading(6);
    const list = queue();
    return html`<div class="desk">
      <section class="queue" aria-labelledby="queue-title">
        <div class="queue-head">
          <h2 id="queue-title">${t('desk.queue')}</h2>
          <span class="quiet small number">
            ${load ? t('desk.load', { load: count(list.length), capacity: count(load.capacity) }) : count(list.length)}
          </span>
        </div>
        ${list.length === 0
          ? html`<p class="quiet small">${t('desk.queueEmpty')}</p>`
          : html`<ol class="queue-list">
              ${repeat(list, (each) => each.underwritingId, entry)}
            </ol>`}
        <label class="switch small">
          <input type="checkbox" role="switch" .checked=${keys} @change=${toggleKeys} />
          <span>${t('desk.keys')}</span>
        </label>
        ${keys ? html`<p class="quiet small keys">${t('desk.keysText')}</p>` : nothing}
      </section>
      ${inHand()}
    </div>`;
  }

  return {
    width: 'full',
    title: () => t('desk.title'),
    onKey,
    close: () => {
      clearInterval(ticking);
      attempt?.stop();
      unwatch();
    },
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('desk.title')}</h1>
          <p class="quiet">${t('desk.text')}</p>
        </div>
      </div>
      ${problemNote(problem)} ${body()}`,
  };
}
