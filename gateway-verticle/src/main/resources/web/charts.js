/** Two small charts. Their content is also given as text. */
import { svg } from './lib/lit-html/lit-html.js';
import { decimal, took } from './i18n.js';
import { redraw } from './screen.js';

const HEIGHT = 140;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;

const narrow = window.matchMedia('(max-width: 40rem)');
narrow.addEventListener('change', redraw);

/** A narrow screen gets a narrower drawing, so that the numbers keep their size. */
function widthOf() {
  return narrow.matches ? 300 : 600;
}

/** The next round number at or above the greatest. */
function ceiling(greatest) {
  if (greatest <= 1) return 1;
  const size = 10 ** Math.floor(Math.log10(greatest));
  return [1, 2, 5, 10].map((step) => step * size).find((round) => round >= greatest);
}

/** A value over time: [{at, value}], oldest first, over the last five minutes. */
export function areaChart(points, { label, span = 300_000 }) {
  const width = widthOf();
  const end = points.at(-1)?.at ?? Date.now();
  const most = ceiling(Math.max(0, ...points.map((point) => point.value)));
  const x = (at) => LEFT + (1 - (end - at) / span) * (width - LEFT);
  const y = (value) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const seen = points.filter((point) => end - point.at <= span);
  const line = seen.map((point, i) => `${i ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`).join('');
  const floor = y(0);
  const area = seen.length ? `${line}L${x(seen.at(-1).at).toFixed(1)} ${floor}L${x(seen[0].at).toFixed(1)} ${floor}Z` : '';
  return svg`<svg class="chart" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${label}>
    ${[0, most / 2, most].map(
      (value) => svg`<path class="grid" d="M${LEFT} ${y(value)}H${width}"/>
        <text class="scale" x=${LEFT - 8} y=${y(value) + 4} text-anchor="end">${decimal(value, most < 2 ? 1 : 0)}</text>`,
    )}
    <path class="area" d=${area}/>
    <path class="curve" d=${line}/>
    ${seen.length ? svg`<circle class="tip" cx=${x(seen.at(-1).at)} cy=${y(seen.at(-1).value)} r="4"/>` : null}
    <text class="scale" x=${LEFT} y=${HEIGHT - 4}>−5 min</text>
    <text class="scale" x=${width - 2} y=${HEIGHT - 4} text-anchor="end">0</text>
  </svg>`;
}

/** Durations as dots on a logarithmic scale. */
export function stripChart(sorted, { label, middle, slow }) {
  const width = widthOf();
  const least = Math.max(1, sorted[0]);
  const from = 10 ** Math.floor(Math.log10(least));
  const to = Math.max(from * 10, 10 ** Math.ceil(Math.log10(Math.max(sorted.at(-1), least) + 1)));
  const decades = Math.log10(to / from);
  const x = (value) => 10 + (Math.log10(Math.max(value, from) / from) / decades) * (width - 20);
  const ticks = Array.from({ length: Math.round(decades) + 1 }, (_, i) => from * 10 ** i);
  const floor = HEIGHT - BOTTOM;
  // Dots that would overlap are stacked.
  const piles = new Map();
  const dots = sorted.map((value) => {
    const column = Math.round(x(value) / 7);
    const height = piles.get(column) ?? 0;
    piles.set(column, height + 1);
    return { cx: column * 7, height };
  });
  const tallest = Math.max(...piles.values());
  const step = Math.min(7, (floor - TOP - 10) / tallest);
  return svg`<svg class="chart" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label=${label}>
    <path class="grid" d="M0 ${floor}H${width}"/>
    ${ticks.map(
      (tick, i) => svg`<path class="grid" d="M${x(tick)} ${TOP}V${floor}"/>
        <text class="scale" x=${x(tick)} y=${HEIGHT - 4} text-anchor=${i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle'}>${took(tick)}</text>`,
    )}
    ${dots.map((dot) => svg`<circle class="mote" cx=${dot.cx} cy=${floor - 4 - dot.height * step} r="3"/>`)}
    <path class="mark-line" d="M${x(middle)} ${TOP}V${floor}"/>
    <path class="mark-line slow" d="M${x(slow)} ${TOP}V${floor}"/>
  </svg>`;
}
