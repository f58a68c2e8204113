/** An operator's view of the platform: is it well, how much goes through it, what needs a hand. */
import { html, nothing, svg } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { call, Problem, read } from '../api.js';
import { Attempt } from '../attempt.js';
import { draft } from '../draft.js';
import { areaChart, stripChart } from '../charts.js';
import { clock, count, decimal, hasText, moment, money, t, took, word } from '../i18n.js';
import { watch } from '../live.js';
import { attemptNote, icon, loading, note, problemNote, question, time } from '../parts.js';
import { coalesced } from '../rows.js';
import { announce, redraw } from '../screen.js';

const POLL_MS = 2_000;
const PARKED_POLL_MS = 10_000;
const GATHER_MS = 1_000;
/** Five minutes of rates. */
const RATES_MAX = 150;
const SAMPLE = 200;
const INVARIANTS = [1, 2, 3, 4, 5, 6, 7];
const reasonFor = (item) => draft(`repair.${item.service}.${item.parkedId}`);
const SERVICES = ['gateway', 'subscription', 'payment', 'underwriting', 'view'];

export function open() {
  let status = null;
  let problem = null;
  let parked = null;
  let rebuild = null;
  let rates = [];
  let before = null;
  let waits = [];
  let attempt = null;
  let actionProblem = null;
  let done = null;
  let asked = null;
  let gathering = null;

  const look = coalesced(async () => {
    try {
      status = await read('/platform/status');
      measure(status);
      problem = null;
    } catch (failure) {
      problem = failure;
    }
    rebuild = await read('/subscriptionViews/rebuild').catch(() => rebuild);
    redraw();
  });

  /** Two counts and the time between them make a rate. */
  function measure(now) {
    const at = Date.parse(now.at);
    const total = now.applications;
    if (before && at > before.at && total >= before.total) {
      rates.push({ at, value: ((total - before.total) * 1000) / (at - before.at) });
      rates = rates.slice(-RATES_MAX);
    }
    before = { at, total };
  }

  const lookAtParked = coalesced(async () => {
    try {
      parked = (await read('/parked?limit=200')).parked;
    } catch (failure) {
      problem = failure;
    }
    redraw();
  });

  /** From application to assignment, of the latest cases. */
  const lookAtWaits = coalesced(async () => {
    try {
      const [rows, cases] = await Promise.all([
        call('GET', `/subscriptionViews?limit=${SAMPLE}`),
        call('GET', `/underwritings?limit=${SAMPLE}`),
      ]);
      const applied = new Map(
        rows.data.subscriptionViews.map((row) => [row.subscriptionId, Date.parse(row.createdAt)]),
      );
      waits = cases.data.underwritings
        .filter((each) => each.assignedAt && applied.has(each.subscriptionId))
        .map((each) => Math.max(0, Date.parse(each.assignedAt) - applied.get(each.subscriptionId)));
    } catch {
      // The chart shows what it had; the status itself says what is wrong.
    }
    redraw();
  });

  const unwatch = watch(
    'desk-status',
    () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        lookAtWaits();
        lookAtParked();
      }, GATHER_MS);
    },
    () => {},
  );
  look();
  lookAtParked();
  lookAtWaits();
  const polling = setInterval(look, POLL_MS);
  const pollingParked = setInterval(lookAtParked, PARKED_POLL_MS);

  async function act(send, said, after) {
    attempt = new Attempt(send);
    actionProblem = null;
    done = null;
    try {
      if ((await attempt.run()) === null) return false;
      done = said;
      announce(said());
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      actionProblem = failure;
      return false;
    } finally {
      after();
      redraw();
    }
  }

  function confirm(what) {
    asked = what;
    redraw();
  }

  /** Whoever does something about what is parked says why; that is kept with it. */
  async function repair({ what, item }, why) {
    asked = null;
    const isDone = await act(
      () => call('POST', `/parked/${item.service}/${item.parkedId}/${what}`, { body: { why } }),
      () => t(what === 'settle' ? 'platform.settled' : 'platform.retried', { what: named(item) }),
      lookAtParked,
    );
    if (isDone) reasonFor(item).forget();
  }

  function startRebuild() {
    asked = null;
    return act(() => call('POST', '/subscriptionViews/rebuild', { body: {} }), () => t('platform.rebuildStarted'), look);
  }

  function stateOf(service) {
    if (!service || service.instances.length === 0) return 'away';
    const ready = service.instances.filter((each) => each.ready).length;
    if (ready === 0) return 'down';
    return ready < service.instances.length ? 'partly' : 'up';
  }

  /** Between subscription and payment: a switch that is closed, open, or being tried. */
  function breakerSwitch(breaker) {
    const arm = { CLOSED: 'M18 20h28', OPEN: 'M18 20 42 7', TRYING: 'M18 20 45 14' }[breaker.state] ?? 'M18 20h28';
    const tone = { CLOSED: 'good', OPEN: 'bad', TRYING: 'warn' }[breaker.state] ?? '';
    return html`<div class="breaker ${tone}">
      <svg viewBox="0 0 64 30" aria-hidden="true">
        <path d="M2 20h14M48 20h14" />
        <path d=${arm} class="breaker-arm" />
        <circle cx="17" cy="20" r="3" />
        <circle cx="47" cy="20" r="3" />
      </svg>
      <p class="small">
        <b>${t('platform.breaker')}: ${word('breakerStates', breaker.state)}</b>
        <span class="quiet number">${t('platform.inFlight', { count: count(breaker.inFlight) })}</span>
      </p>
    </div>`;
  }

  /** How much lies in front of a service, drawn so that ten times as much is one step longer. */
  function backlog(label, value) {
    if (value === null || value === undefined) return nothing;
    const share = value <= 0 ? 0 : Math.min(100, 12 + Math.log10(value) * 22);
    const tone = value >= 1000 ? 'bad' : value >= 100 ? 'warn' : '';
    return html`<div class="backlog">
      <span class="small quiet">${label}</span>
      <svg class="meter ${tone}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="meter-rest" width="100" height="6" rx="3" />
        <rect class="meter-fill" width=${share} height="6" rx="3" />
      </svg>
      <b class="number small">${count(value)}</b>
    </div>`;
  }

  function checks(service) {
    return service.instances.map(
      (each) => html`<li>
        <span class="dot ${each.ready ? 'good' : 'bad'}" aria-hidden="true"></span>
        <code class="small">${each.address}</code>
        <span class="small ${each.ready ? 'quiet' : ''}">
          ${each.ready
            ? t('platform.ready')
            : Object.entries(each.details ?? {})
                .filter(([, value]) => String(value).startsWith('down'))
                .map(([name, value]) => `${name} ${value}`)
                .join(', ') || t('platform.notReady')}
        </span>
      </li>`,
    );
  }

  function serviceCard(name) {
    const service = status.services.find((each) => each.name === name);
    const state = stateOf(service);
    const breakers = (status.breakers ?? []).filter((each) => each.service === name);
    return html`<li class="card service ${state}">
      <div class="service-head">
        <span class="beacon ${state}" aria-hidden="true"></span>
        <h3>${t(`services.${name}`)}</h3>
        <span class="small service-state">${t(`platform.state.${state}`)}</span>
      </div>
      ${service
        ? html`${backlog(t('platform.lag'), service.lag)} ${backlog(t('platform.outbox'), service.outbox)}
            ${breakers.map(breakerSwitch)}
            <ul class="checks">
              ${checks(service)}
            </ul>`
        : nothing}
    </li>`;
  }

  function overall() {
    const states = SERVICES.map((name) => stateOf(status.services.find((each) => each.name === name)));
    const isWell = states.every((state) => state === 'up');
    const isOpen = (status.breakers ?? []).some((each) => each.state !== 'CLOSED');
    const tone = !isWell ? 'bad' : isOpen ? 'warn' : 'good';
    const key = !isWell ? 'platform.unwell' : isOpen ? 'platform.breakerOpen' : 'platform.well';
    return html`<p class="overall ${tone}">
      ${icon(tone === 'good' ? 'check' : 'warn')}<span>${t(key)}</span>
      <span class="quiet small number">${t('platform.asOf', { time: clock(status.at) })}</span>
    </p>`;
  }

  function quantile(sorted, share) {
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  }

  function throughput() {
    const last = rates.at(-1)?.value ?? 0;
    const most = Math.max(0, ...rates.map((rate) => rate.value));
    return html`<section class="card" aria-labelledby="rate-title">
      <div class="figure-head">
        <h2 id="rate-title">${t('platform.rate')}</h2>
        <p class="figure number">${decimal(last, 1)}<span class="quiet small"> ${t('platform.perSecond')}</span></p>
      </div>
      ${areaChart(rates, { label: t('platform.rateLabel', { last: decimal(last, 1), most: decimal(most, 1) }) })}
      <p class="quiet small number">
        ${t('platform.rateText', { most: decimal(most, 1), total: count(status.applications) })}
      </p>
    </section>`;
  }

  function assignment() {
    const sorted = [...waits].sort((a, b) => a - b);
    return html`<section class="card" aria-labelledby="wait-title">
      <div class="figure-head">
        <h2 id="wait-title">${t('platform.wait')}</h2>
        <p class="figure number">${sorted.length ? took(quantile(sorted, 0.5)) : '–'}</p>
      </div>
      ${sorted.length === 0
        ? html`<p class="quiet small chart-empty">${t('platform.waitNone')}</p>`
        : html`${stripChart(sorted, {
              label: t('platform.waitLabel', {
                median: took(quantile(sorted, 0.5)),
                slow: took(quantile(sorted, 0.95)),
              }),
              middle: quantile(sorted, 0.5),
              slow: quantile(sorted, 0.95),
            })}
            <p class="quiet small number">
              ${t('platform.waitText', {
                count: count(sorted.length),
                slow: took(quantile(sorted, 0.95)),
                most: took(sorted.at(-1)),
              })}
            </p>`}
    </section>`;
  }

  function parkedList() {
    return html`<section class="card" aria-labelledby="parked-title">
      <div class="queue-head">
        <h2 id="parked-title">${t('platform.parked')}</h2>
        ${parked ? html`<span class="pill ${parked.length ? 'bad' : 'good'} number">${count(parked.length)}</span>` : nothing}
      </div>
      ${parked === null
        ? loading(2)
        : parked.length === 0
          ? html`<p class="quiet small">${t('platform.parkedNone')}</p>`
          : html`<ul class="parked">
              ${repeat(
                parked,
                (item) => `${item.service} ${item.parkedId}`,
                (item) => html`<li>
                  <div>
                    <p><b class="number">${named(item)}</b></p>
                    <p class="small">${reasonOf(item)}</p>
                    <p class="small quiet number">
                      ${item.subject ? html`${t('platform.application', { id: item.subject })} ·` : nothing}
                      ${item.kind === 'refund'
                        ? html`${money(Number(item.detail.amount), item.detail.currency)} ·`
                        : nothing}
                      ${time(item.parkedAt)}
                    </p>
                  </div>
                  <div class="actions">
                    <button
                      type="button"
                      class="button small-button"
                      aria-label=${t('platform.retryOf', { what: named(item) })}
                      ?disabled=${attempt?.isBusy}
                      @click=${() => confirm({ what: 'retry', item })}
                    >
                      ${icon('repeat')}${t('platform.retry')}
                    </button>
                    <button
                      type="button"
                      class="button plain small-button"
                      aria-label=${t('platform.settleOf', { what: named(item) })}
                      ?disabled=${attempt?.isBusy}
                      @click=${() => confirm({ what: 'settle', item })}
                    >
                      ${t('platform.settle')}
                    </button>
                  </div>
                </li>`,
              )}
            </ul>`}
    </section>`;
  }

  function auditor() {
    const audit = status.audit;
    const isKnown = Boolean(audit?.at);
    const state = audit?.state ?? 'NONE';
    return html`<section class="card" aria-labelledby="audit-title">
      <div class="queue-head">
        <h2 id="audit-title">${t('platform.audit')}</h2>
        ${isKnown
          ? html`<span class="pill ${audit.satisfied ? 'good' : 'bad'}"
              >${audit.satisfied ? t('platform.auditGood') : t('platform.auditBad')}</span
            >`
          : nothing}
      </div>
      ${state === 'DONE' ? nothing : html`<p class="quiet small">${t(`platform.auditState.${state}`)}</p>`}
      ${isKnown
        ? html`<ol class="invariants">
              ${INVARIANTS.map((number) => {
                const found = audit.invariants.find((each) => each.number === number);
                const broken = found?.broken ?? 0;
                return html`<li class=${broken ? 'bad' : 'good'}>
                  <span class="invariant-sign">${icon(broken ? 'cross' : 'check')}</span>
                  <span class="small">${t(`invariants.${number}`)}</span>
                  <b class="number small">${broken ? t('platform.broken', { count: count(broken) }) : t('platform.checked', { count: count(found?.checked ?? 0) })}</b>
                </li>`;
              })}
            </ol>
            <p class="quiet small">${t('platform.auditAt')} ${time(audit.at)}</p>`
        : nothing}
    </section>`;
  }

  function rebuilding() {
    const isRunning = rebuild?.state === 'RUNNING';
    const share = rebuild?.total ? Math.min(100, (rebuild.read / rebuild.total) * 100) : 0;
    return html`<section class="card" aria-labelledby="rebuild-title">
      <div class="queue-head">
        <h2 id="rebuild-title">${t('platform.rebuild')}</h2>
        ${rebuild && rebuild.state !== 'NEVER'
          ? html`<span class="pill ${{ RUNNING: 'now', DONE: 'good', FAILED: 'bad' }[rebuild.state]}"
              >${word('rebuildStates', rebuild.state)}</span
            >`
          : nothing}
      </div>
      <p class="quiet small">${t('platform.rebuildText')}</p>
      ${isRunning
        ? html`<div class="rebuild">
            <progress max="100" value=${share} aria-label=${t('platform.rebuild')}></progress>
            <p class="small number">${t('platform.rebuildRead', { read: count(rebuild.read), total: count(rebuild.total) })}</p>
          </div>`
        : html`${rebuild?.finished
              ? html`<p class="small number">
                  ${t(rebuild.state === 'FAILED' ? 'platform.rebuildFailed' : 'platform.rebuildDone', {
                    time: moment(rebuild.finished),
                    count: count(rebuild.read),
                  })}
                </p>`
              : nothing}
            <button
              type="button"
              class="button plain small-button"
              ?disabled=${attempt?.isBusy}
              @click=${() => confirm({ what: 'rebuild' })}
            >
              ${icon('repeat')}${t('platform.rebuildDo')}
            </button>`}
    </section>`;
  }

  /** Codes of ours have words; a provider's, and what an error says of itself, stand as they are. */
  function reasonOf(item) {
    const key = `parkedReasons.${item.reason}`;
    return hasText(key) ? t(key) : html`${word('parkedKinds', item.kind)} <code>${item.reason}</code>`;
  }

  function named(item) {
    return item.kind === 'refund'
      ? t('platform.payment', { id: item.detail.paymentId })
      : t('platform.message', { service: word('services', item.service), id: item.parkedId });
  }

  function dialog() {
    if (!asked) return nothing;
    if (!asked.item) {
      return question({
        title: t('platform.rebuildAsk'),
        text: t('platform.rebuildAskText'),
        confirm: t('platform.rebuildDo'),
        onConfirm: startRebuild,
        onCancel: () => confirm(null),
      });
    }
    const isSettling = asked.what === 'settle';
    return question({
      title: t(isSettling ? 'platform.settleAsk' : 'platform.retryAsk'),
      text: t(isSettling ? 'platform.settleAskText' : 'platform.retryAskText', { what: named(asked.item) }),
      body: html`<label class="field">
        <span>${t('platform.why')}</span>
        <textarea
          id="why"
          rows="3"
          required
          maxlength="1000"
          .value=${reasonFor(asked.item).read().why ?? ''}
          @input=${(event) => reasonFor(asked.item).write({ why: event.target.value })}
        ></textarea>
      </label>`,
      confirm: t(isSettling ? 'platform.settle' : 'platform.retry'),
      onConfirm: () => repair(asked, document.getElementById('why').value.trim()),
      onCancel: () => confirm(null),
    });
  }

  function body() {
    if (status === null) return problem ? nothing : loading(8);
    return html`${overall()}
      <section aria-labelledby="services-title">
        <h2 id="services-title" class="unseen">${t('platform.services')}</h2>
        <ul class="services">
          ${SERVICES.map(serviceCard)}
        </ul>
        <p class="bus small" aria-hidden="true"><span>${t('platform.kafka')}</span></p>
      </section>
      <div class="columns even">${throughput()} ${assignment()}</div>
      <div class="columns even">
        <div class="column">${parkedList()} ${rebuilding()}</div>
        <div class="column">${auditor()}</div>
      </div>
      ${dialog()}`;
  }

  return {
    width: 'full',
    title: () => t('platform.title'),
    close: () => {
      clearInterval(polling);
      clearInterval(pollingParked);
      clearTimeout(gathering);
      attempt?.stop();
      unwatch();
    },
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('platform.title')}</h1>
          <p class="quiet">${t('platform.text')}</p>
        </div>
      </div>
      ${problemNote(problem)} ${attemptNote(attempt)} ${problemNote(actionProblem)}
      ${done ? html`<div role="status">${note('good', done(), 'check')}</div>` : nothing} ${body()}`,
  };
}
