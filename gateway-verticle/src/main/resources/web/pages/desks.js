/** A supervisor's view of all desks: how full each is, which cases wait, and reassigning them. */
import { html, nothing, svg } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { Action } from '../action.js';
import { call, read, readAll } from '../api.js';
import { draft } from '../draft.js';
import { age, count, t, word } from '../i18n.js';
import { watch } from '../live.js';
import { empty, loading, problemNote, shownModal } from '../parts.js';
import { coalesced } from '../rows.js';
import { focusSoon, redraw } from '../screen.js';

const CAPACITY_MAX = 1000;
/** Changes come in bursts; the lists are read once for all changes within this time. */
const GATHER_MS = 250;
const SHOWN_MAX = 8;

const capacityFor = (desk) => draft(`capacity.${desk.underwriterId}`);
const choiceFor = (each) => draft(`assignment.${each.underwritingId}`);

export function open() {
  let desks = null;
  let waiting = [];
  let assigned = [];
  let problem = null;
  let moving = null;
  let editing = null;
  const expanded = new Set();
  let gathering = null;
  const action = new Action();

  const look = coalesced(async () => {
    try {
      const [people, queued, open] = await Promise.all([
        read('/underwriters'),
        readAll('/underwritings?status=WAITING&limit=200', 'underwritings'),
        readAll('/underwritings?status=ASSIGNED&limit=200', 'underwritings'),
      ]);
      desks = people.underwriters;
      waiting = oldestFirst(queued);
      assigned = oldestFirst(open);
      problem = null;
    } catch (failure) {
      problem = failure;
    }
    redraw();
  });

  function oldestFirst(list) {
    return list.sort((a, b) => a.underwritingId - b.underwritingId);
  }

  const unwatch = watch(
    'desk-status',
    () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        look();
      }, GATHER_MS);
    },
    look,
  );
  look();
  const ticking = setInterval(redraw, 1000);

  async function assign(each, underwriterId) {
    const desk = desks.find((one) => one.underwriterId === underwriterId);
    moving = null;
    const isDone = await action.run(
      () => call('POST', `/underwritings/${each.underwritingId}/assign`, { body: { underwriterId } }),
      () => t('desks.assigned', { id: each.underwritingId, name: desk.name }),
    );
    look();
    if (isDone) choiceFor(each).forget();
  }

  async function changeCapacity(desk, capacity) {
    endEditing(desk);
    const isDone =
      capacity === desk.capacity ||
      (await action.run(
        () => call('PATCH', `/underwriters/${desk.underwriterId}`, { body: { capacity } }),
        () => t('desks.capacityChanged', { name: desk.name, capacity: count(capacity) }),
      ));
    look();
    if (isDone) capacityFor(desk).forget();
  }

  function endEditing(desk) {
    editing = null;
    focusSoon(`#capacity-${desk.underwriterId}`);
  }

  function gauge(desk) {
    const share = desk.capacity === 0 ? (desk.load > 0 ? 1 : 0) : Math.min(1, desk.load / desk.capacity);
    const tone = desk.load > desk.capacity ? 'over' : share >= 1 ? 'full' : '';
    return svg`<svg class="gauge ${tone}" viewBox="0 0 120 66" role="img" aria-label=${t('desks.gauge', {
      load: count(desk.load),
      capacity: count(desk.capacity),
    })}>
      <path class="gauge-rest" pathLength="100" d="M12 60a48 48 0 0 1 96 0" />
      <path class="gauge-load" pathLength="100" stroke-dasharray="${share * 100} 200" d="M12 60a48 48 0 0 1 96 0" />
    </svg>`;
  }

  function capacityForm(desk) {
    return html`<form
      class="capacity-form"
      @submit=${(event) => {
        event.preventDefault();
        changeCapacity(desk, event.target.elements.capacity.valueAsNumber);
      }}
      @keydown=${(event) => {
        if (event.key === 'Escape') endEditing(desk);
      }}
    >
      <label class="field">
        <span>${t('desks.capacity')}</span>
        <input
          id="capacity-input"
          name="capacity"
          type="number"
          inputmode="numeric"
          min="0"
          max=${CAPACITY_MAX}
          step="1"
          required
          .defaultValue=${capacityFor(desk).read().capacity ?? String(desk.capacity)}
          @input=${(event) => capacityFor(desk).write({ capacity: event.target.value })}
        />
      </label>
      <div class="actions">
        <button class="button accent small-button">${t('save')}</button>
        <button type="button" class="button plain small-button" @click=${() => endEditing(desk)}>${t('back')}</button>
      </div>
    </form>`;
  }

  function moveButton(each) {
    return html`<button
      type="button"
      class="button plain small-button"
      aria-label=${t('desks.moveCase', { id: each.underwritingId })}
      ?disabled=${action.isBusy}
      @click=${() => {
        moving = each;
        redraw();
      }}
    >
      ${t('desks.move')}
    </button>`;
  }

  function caseRow(each, place) {
    return html`<li class="case-row">
      ${place ? html`<span class="place number" aria-hidden="true">${place}</span>` : nothing}
      <span class="case-text">
        <b>${word('products', each.productName)}</b>
        <span class="quiet small number">
          ${t('desk.case', { id: each.underwritingId })} · ${each.customerId} · ${age(each.registeredAt)}
        </span>
      </span>
      ${moveButton(each)}
    </li>`;
  }

  function deskCard(desk) {
    const own = assigned.filter((each) => each.underwriterId === desk.underwriterId);
    const isExpanded = expanded.has(desk.underwriterId);
    const shown = isExpanded ? own : own.slice(0, SHOWN_MAX);
    return html`<section class="card desk-card" aria-labelledby="desk-${desk.underwriterId}">
      <div class="desk-head">
        <div>
          <h2 id="desk-${desk.underwriterId}">${desk.name}</h2>
          <p class="quiet small number">${desk.underwriterId}</p>
        </div>
        ${desk.capacity === 0 ? html`<span class="pill still">${t('desks.closed')}</span>` : nothing}
      </div>
      <div class="gauge-box">
        ${gauge(desk)}
        <p class="gauge-text number"><b>${count(desk.load)}</b><span class="quiet"> / ${count(desk.capacity)}</span></p>
        <p class="quiet small">${t('desks.open')}</p>
      </div>
      ${editing === desk.underwriterId
        ? capacityForm(desk)
        : html`<div class="actions centre">
            <button
              type="button"
              id="capacity-${desk.underwriterId}"
              class="button plain small-button"
              aria-label=${t('desks.changeCapacityOf', { name: desk.name })}
              ?disabled=${action.isBusy}
              @click=${() => {
                editing = desk.underwriterId;
                focusSoon('#capacity-input');
              }}
            >
              ${t('desks.changeCapacity')}
            </button>
          </div>`}
      ${own.length === 0
        ? html`<p class="quiet small centre-text">${t('desks.noCases')}</p>`
        : html`<ul class="case-list" aria-label=${t('desks.casesOf', { name: desk.name })}>
              ${repeat(shown, (each) => each.underwritingId, (each) => caseRow(each))}
            </ul>
            ${own.length > SHOWN_MAX
              ? html`<button
                  type="button"
                  class="button plain small-button wide"
                  aria-expanded=${isExpanded ? 'true' : 'false'}
                  @click=${() => {
                    if (isExpanded) expanded.delete(desk.underwriterId);
                    else expanded.add(desk.underwriterId);
                    redraw();
                  }}
                >
                  ${isExpanded ? t('desks.fewer') : t('desks.all', { count: count(own.length) })}
                </button>`
              : nothing}`}
    </section>`;
  }

  function moveDialog() {
    const each = moving;
    const cancel = () => {
      moving = null;
      redraw();
    };
    const others = desks.filter((desk) => desk.underwriterId !== each.underwriterId);
    const chosen = others.find((desk) => desk.underwriterId === choiceFor(each).read().underwriterId) ?? others[0];
    return html`<dialog
      class="question"
      aria-labelledby="move-title"
      ${shownModal()}
      @cancel=${(event) => {
        event.preventDefault();
        cancel();
      }}
    >
      <form
        class="stack"
        @submit=${(event) => {
          event.preventDefault();
          assign(each, Number(event.target.elements.desk.value));
        }}
      >
        <h2 id="move-title">${t('desks.moveTitle', { id: each.underwritingId })}</h2>
        <p class="quiet">${word('products', each.productName)} · ${each.customerId} · ${age(each.registeredAt)}</p>
        <fieldset class="stack">
          <legend class="unseen">${t('desks.moveTo')}</legend>
          ${others.map(
            (desk) => html`<label class="choice">
              <input
                type="radio"
                name="desk"
                value=${desk.underwriterId}
                required
                .checked=${desk === chosen}
                @change=${() => choiceFor(each).write({ underwriterId: desk.underwriterId })}
              />
              <span><b>${desk.name}</b></span>
              <span class="quiet small number">${count(desk.load)} / ${count(desk.capacity)}</span>
            </label>`,
          )}
        </fieldset>
        <div class="actions end">
          <button type="button" class="button plain" @click=${cancel}>${t('back')}</button>
          <button class="button accent">${t('desks.moveDo')}</button>
        </div>
      </form>
    </dialog>`;
  }

  function body() {
    if (desks === null) return problem ? nothing : loading(6);
    return html`<div class="all-desks">
        <section class="card waiting" aria-labelledby="waiting-title">
          <div class="queue-head">
            <h2 id="waiting-title">${t('desks.waiting')}</h2>
            <span class="pill ${waiting.length ? 'warn' : 'good'} number">${count(waiting.length)}</span>
          </div>
          ${waiting.length === 0
            ? html`<p class="quiet small">${t('desks.waitingNone')}</p>`
            : html`<ol class="case-list">
                ${repeat(waiting.slice(0, 50), (each) => each.underwritingId, (each, index) => caseRow(each, index + 1))}
              </ol>`}
        </section>
        <div class="desk-cards">
          ${desks.length === 0
            ? html`<div class="card">${empty(t('desks.none'), t('desks.noneText'))}</div>`
            : repeat(desks, (desk) => desk.underwriterId, deskCard)}
        </div>
      </div>
      ${moving ? moveDialog() : nothing}`;
  }

  function totals() {
    if (desks === null) return nothing;
    const load = desks.reduce((sum, desk) => sum + desk.load, 0);
    const capacity = desks.reduce((sum, desk) => sum + desk.capacity, 0);
    return html`<p class="quiet">
      ${t('desks.text', { load: count(load), capacity: count(capacity), waiting: count(waiting.length) })}
    </p>`;
  }

  return {
    width: 'full',
    title: () => t('desks.title'),
    close: () => {
      clearInterval(ticking);
      clearTimeout(gathering);
      action.stop();
      unwatch();
    },
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('desks.title')}</h1>
          ${totals()}
        </div>
      </div>
      ${problemNote(problem)} ${action.view()} ${body()}`,
  };
}
