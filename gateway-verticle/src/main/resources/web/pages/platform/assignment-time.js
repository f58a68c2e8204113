/** How long the latest applications waited until an underwriter was assigned. */
import { html } from '../../lib/lit-html/lit-html.js';
import { read } from '../../api.js';
import { stripChart } from '../../charts.js';
import { count, t, took } from '../../i18n.js';
import { coalesced } from '../../rows.js';
import { redraw } from '../../screen.js';

const SAMPLE_SIZE = 200;

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export class AssignmentTime {
  /** In milliseconds, shortest first. */
  #waits = [];

  refresh = coalesced(async () => {
    try {
      const [views, cases] = await Promise.all([
        read(`/subscriptionViews?limit=${SAMPLE_SIZE}`),
        read(`/underwritings?limit=${SAMPLE_SIZE}`),
      ]);
      const appliedAt = new Map(
        views.subscriptionViews.map((row) => [row.subscriptionId, Date.parse(row.createdAt)]),
      );
      this.#waits = cases.underwritings
        .filter((each) => each.assignedAt && appliedAt.has(each.subscriptionId))
        .map((each) => Math.max(0, Date.parse(each.assignedAt) - appliedAt.get(each.subscriptionId)))
        .sort((a, b) => a - b);
    } catch {
      // The chart keeps its last figures; the status says what is wrong.
    }
    redraw();
  });

  view() {
    const median = quantile(this.#waits, 0.5);
    return html`<section class="card" aria-labelledby="wait-title">
      <div class="figure-head">
        <h2 id="wait-title">${t('platform.wait')}</h2>
        <p class="figure number">${median === undefined ? '–' : took(median)}</p>
      </div>
      ${median === undefined
        ? html`<p class="quiet small chart-empty">${t('platform.waitNone')}</p>`
        : this.#chart(median, quantile(this.#waits, 0.95))}
    </section>`;
  }

  #chart(median, slow) {
    return html`${stripChart(this.#waits, {
        label: t('platform.waitLabel', { median: took(median), slow: took(slow) }),
        middle: median,
        slow,
      })}
      <p class="quiet small number">
        ${t('platform.waitText', {
          count: count(this.#waits.length),
          slow: took(slow),
          most: took(this.#waits.at(-1)),
        })}
      </p>`;
  }
}
