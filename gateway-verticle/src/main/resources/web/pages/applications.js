/** A customer's applications, newest first, each with its progress. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { call } from '../api.js';
import { money, t, word } from '../i18n.js';
import { watch } from '../live.js';
import { empty, icon, loading, pill, problemNote, time } from '../parts.js';
import { progressDots } from '../progress.js';
import { coalesced, Rows } from '../rows.js';
import { redraw } from '../screen.js';
import { session } from '../session.js';

const FIRST = '/subscriptionViews?limit=20';

export function open() {
  const rows = new Rows();
  let loaded = false;
  let next = null;
  let more = false;
  let problem = null;

  /** Reads all rows that are shown, page by page, so that none of them stays as it was. */
  const look = coalesced(async () => {
    const oldest = rows.oldest();
    try {
      let address = FIRST;
      let reached;
      do {
        const answer = await call('GET', address);
        answer.data.subscriptionViews.forEach((row) => rows.put(row));
        reached = answer.data.subscriptionViews.at(-1)?.subscriptionId;
        address = answer.next;
      } while (address && reached > oldest);
      next = address;
      loaded = true;
      problem = null;
    } catch (failure) {
      problem = failure;
    }
    redraw();
  });

  async function showMore() {
    more = true;
    redraw();
    try {
      const answer = await call('GET', next);
      answer.data.subscriptionViews.forEach((row) => rows.put(row));
      next = answer.next;
      problem = null;
    } catch (failure) {
      problem = failure;
    }
    more = false;
    redraw();
  }

  const unwatch = watch(`customer-status.${session().subject}`, (row) => rows.put(row), look);
  look();

  const applyButton = () => html`<a class="button accent" href="/apply">${icon('plus')}${t('applications.apply')}</a>`;

  function entry(row) {
    return html`<li>
      <a class="entry card" href="/applications/${row.subscriptionId}">
        <span class="entry-main">
          <b>${word('products', row.productName)}</b>
          <span class="quiet small">${t('applications.number', { id: row.subscriptionId })} · ${time(row.createdAt)}</span>
        </span>
        <span class="entry-way">${progressDots(row)}${pill('subscriptionStatus', row.subscriptionStatus)}</span>
        <b class="entry-amount number">${money(row.premium, row.currency)}</b>
        ${icon('right')}
      </a>
    </li>`;
  }

  function list() {
    if (!loaded) return problem ? nothing : loading(4);
    if (rows.size === 0) {
      return html`<div class="card">
        ${empty(t('applications.none'), t('applications.noneText'), applyButton())}
      </div>`;
    }
    return html`<ul class="entries">
        ${repeat(rows.list(), (row) => row.subscriptionId, entry)}
      </ul>
      ${next
        ? html`<div class="actions centre">
            <button type="button" class="button plain" ?disabled=${more} @click=${showMore}>
              ${t('applications.more')}
            </button>
          </div>`
        : nothing}`;
  }

  return {
    title: () => t('applications.title'),
    close: unwatch,
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('applications.title')}</h1>
          <p class="quiet">${t('applications.text')}</p>
        </div>
        ${rows.size > 0 ? applyButton() : nothing}
      </div>
      ${problemNote(problem)} ${list()}`,
  };
}
