/** An operator's view of the platform: its health, its throughput, and what needs an operator. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { Action } from '../action.js';
import { read } from '../api.js';
import { t } from '../i18n.js';
import { watch } from '../live.js';
import { loading, problemNote } from '../parts.js';
import { coalesced } from '../rows.js';
import { redraw } from '../screen.js';

import { ApplicationRate } from './platform/application-rate.js';
import { AssignmentTime } from './platform/assignment-time.js';
import { auditCard } from './platform/audit.js';
import { Parked } from './platform/parked.js';
import { Rebuild } from './platform/rebuild.js';
import { overall, services } from './platform/services.js';

const STATUS_POLL_MS = 2_000;
const PARKED_POLL_MS = 10_000;
/** Changes come in bursts; the lists are read once for all changes within this time. */
const GATHER_MS = 1_000;

export function open() {
  let status = null;
  let problem = null;
  let gathering = null;
  const action = new Action();
  const rate = new ApplicationRate();
  const assignmentTime = new AssignmentTime();
  const parked = new Parked(action, (failure) => (problem = failure));
  const rebuild = new Rebuild(action);

  const refresh = coalesced(async () => {
    try {
      status = await read('/platform/status');
      rate.add(status);
      problem = null;
    } catch (failure) {
      problem = failure;
    }
    await rebuild.refresh();
    redraw();
  });

  const unwatch = watch(
    'desk-status',
    () => {
      gathering ??= setTimeout(() => {
        gathering = null;
        assignmentTime.refresh();
        parked.refresh();
      }, GATHER_MS);
    },
    () => {},
  );
  refresh();
  parked.refresh();
  assignmentTime.refresh();
  const polls = [setInterval(refresh, STATUS_POLL_MS), setInterval(parked.refresh, PARKED_POLL_MS)];

  function body() {
    if (status === null) return problem ? nothing : loading(8);
    return html`${overall(status)} ${services(status)}
      <div class="columns even">${rate.view()} ${assignmentTime.view()}</div>
      <div class="columns even">
        <div class="column">${parked.view()} ${rebuild.view()}</div>
        <div class="column">${auditCard(status.audit)}</div>
      </div>
      ${parked.dialog()} ${rebuild.dialog()}`;
  }

  return {
    width: 'full',
    title: () => t('platform.title'),
    close: () => {
      polls.forEach(clearInterval);
      clearTimeout(gathering);
      action.stop();
      unwatch();
    },
    view: () => html`<div class="page-head">
        <div>
          <h1 tabindex="-1">${t('platform.title')}</h1>
          <p class="quiet">${t('platform.text')}</p>
        </div>
      </div>
      ${problemNote(problem)} ${action.view()} ${body()}`,
  };
}
