/** Applications per second over the last five minutes. */
import { html } from '../../lib/lit-html/lit-html.js';
import { areaChart } from '../../charts.js';
import { count, decimal, t } from '../../i18n.js';

/** Five minutes, at one sample every two seconds. */
const SAMPLES_MAX = 150;

export class ApplicationRate {
  #rates = [];
  #last = null;

  /** The rate is the difference of two totals by the time between them. */
  add(status) {
    const at = Date.parse(status.at);
    const total = status.applications;
    const last = this.#last;
    // A total that has shrunk belongs to a process that was restarted.
    if (last && at > last.at && total >= last.total) {
      this.#rates.push({ at, value: ((total - last.total) * 1000) / (at - last.at) });
      this.#rates = this.#rates.slice(-SAMPLES_MAX);
    }
    this.#last = { at, total };
  }

  view() {
    const now = decimal(this.#rates.at(-1)?.value ?? 0, 1);
    const most = decimal(Math.max(0, ...this.#rates.map((rate) => rate.value)), 1);
    return html`<section class="card" aria-labelledby="rate-title">
      <div class="figure-head">
        <h2 id="rate-title">${t('platform.rate')}</h2>
        <p class="figure number">${now}<span class="quiet small"> ${t('platform.perSecond')}</span></p>
      </div>
      ${areaChart(this.#rates, { label: t('platform.rateLabel', { last: now, most }) })}
      <p class="quiet small number">${t('platform.rateText', { most, total: count(this.#last.total) })}</p>
    </section>`;
  }
}
