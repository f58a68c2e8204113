/** The health of every service: its instances, its backlogs and its circuit breakers. */
import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { clock, count, t, word } from '../../i18n.js';
import { icon } from '../../parts.js';

const SERVICES = ['gateway', 'subscription', 'payment', 'underwriting', 'view'];

const BREAKERS = {
  CLOSED: { tone: 'good', arm: 'M18 20h28' },
  OPEN: { tone: 'bad', arm: 'M18 20 42 7' },
  TRYING: { tone: 'warn', arm: 'M18 20 45 14' },
};

function named(status, name) {
  return status.services.find((service) => service.name === name);
}

function breakersOf(status, name) {
  return status.breakers.filter((breaker) => breaker.service === name);
}

function stateOf(service) {
  if (!service || service.instances.length === 0) return 'away';
  const ready = service.instances.filter((instance) => instance.ready).length;
  if (ready === 0) return 'down';
  return ready < service.instances.length ? 'partly' : 'up';
}

/** Drawn as a switch: closed, open, or half closed while one call is tried. */
function breakerSwitch(breaker) {
  const { tone, arm } = BREAKERS[breaker.state];
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

/** How many events wait, on a logarithmic scale. */
function backlog(label, value) {
  if (value === undefined) return nothing;
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

function failedChecks(instance) {
  const failed = Object.entries(instance.details)
    .filter(([, value]) => String(value).startsWith('down'))
    .map(([name, value]) => `${name} ${value}`);
  return failed.length ? failed.join(', ') : t('platform.notReady');
}

function instanceLine(instance) {
  return html`<li>
    <span class="dot ${instance.ready ? 'good' : 'bad'}" aria-hidden="true"></span>
    <code class="small">${instance.address}</code>
    <span class="small ${instance.ready ? 'quiet' : ''}">
      ${instance.ready ? t('platform.ready') : failedChecks(instance)}
    </span>
  </li>`;
}

function serviceCard(status, name) {
  const service = named(status, name);
  const state = stateOf(service);
  return html`<li class="card service ${state}">
    <div class="service-head">
      <span class="beacon ${state}" aria-hidden="true"></span>
      <h3>${t(`services.${name}`)}</h3>
      <span class="small service-state">${t(`platform.state.${state}`)}</span>
    </div>
    ${service
      ? html`${backlog(t('platform.lag'), service.lag)} ${backlog(t('platform.outbox'), service.outbox)}
          ${breakersOf(status, name).map(breakerSwitch)}
          <ul class="checks">
            ${service.instances.map(instanceLine)}
          </ul>`
      : nothing}
  </li>`;
}

/** One sentence about the whole platform. */
export function overall(status) {
  const isUp = SERVICES.every((name) => stateOf(named(status, name)) === 'up');
  const isHeldBack = status.breakers.some((breaker) => breaker.state !== 'CLOSED');
  const tone = !isUp ? 'bad' : isHeldBack ? 'warn' : 'good';
  const key = !isUp ? 'platform.unwell' : isHeldBack ? 'platform.breakerOpen' : 'platform.well';
  return html`<p class="overall ${tone}">
    ${icon(tone === 'good' ? 'check' : 'warn')}<span>${t(key)}</span>
    <span class="quiet small number">${t('platform.asOf', { time: clock(status.at) })}</span>
  </p>`;
}

/** A card for each service. */
export function services(status) {
  return html`<section aria-labelledby="services-title">
    <h2 id="services-title" class="unseen">${t('platform.services')}</h2>
    <ul class="services">
      ${SERVICES.map((name) => serviceCard(status, name))}
    </ul>
    <p class="bus small" aria-hidden="true"><span>${t('platform.kafka')}</span></p>
  </section>`;
}
