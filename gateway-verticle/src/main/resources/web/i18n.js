/** Korean and English: the texts, and the formats of money, times and durations. */
import { en } from './texts/en.js';
import { ko } from './texts/ko.js';
import { redraw } from './screen.js';

const TEXTS = { ko, en };
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let language = document.documentElement.lang;

export function currentLanguage() {
  return language;
}

/** Switches the language, for this and later visits. */
export function speak(wished) {
  language = wished;
  document.documentElement.lang = wished;
  try {
    localStorage.setItem('language', wished);
  } catch {
    // Without storage, the next visit starts with the browser's language.
  }
  redraw();
}

function find(key) {
  return key.split('.').reduce((level, part) => level?.[part], TEXTS[language]);
}

/** The text named {@code key}, with {@code {name}} replaced by the values. */
export function t(key, values = {}) {
  const text = find(key);
  if (typeof text !== 'string') {
    console.error(`no text for ${key} in ${language}`);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Like {@link t} for values from the API: a value without a text is shown as it is. */
export function word(kind, value) {
  if (value === null || value === undefined || value === '') return '';
  const text = find(`${kind}.${value}`);
  return typeof text === 'string' ? text : String(value);
}

/** Whether there is a text named {@code key}. */
export function hasText(key) {
  return typeof find(key) === 'string';
}

function locale() {
  return language === 'ko' ? 'ko-KR' : 'en-GB';
}

/** An amount in the currency's smallest unit. */
export function money(amount, currency) {
  if (amount === null || amount === undefined) return '';
  const format = new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const digits = format.resolvedOptions().maximumFractionDigits;
  return format.format(Number(amount) / 10 ** digits);
}

/** A whole number. */
export function count(number) {
  return new Intl.NumberFormat(locale()).format(number);
}

/** A number with this many decimals. */
export function decimal(number, digits) {
  return new Intl.NumberFormat(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(number);
}

/** Day and time. */
export function moment(at) {
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(at));
}

/** Day and time to the second. */
export function exactMoment(at) {
  return new Intl.DateTimeFormat(locale(), {
    dateStyle: 'medium',
    timeStyle: 'medium',
  }).format(new Date(at));
}

/** The day alone. */
export function day(at) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(at));
}

/** The time, with the day unless it is today. */
export function clock(at) {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(
    locale(),
    today
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }
      : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  ).format(when);
}

function units(number, unit, style) {
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: style }).format(number);
}

/** A number of days. */
export function days(number) {
  return units(number, 'day', 'long');
}

/** How old something is, in its largest unit. */
export function age(since, now = Date.now()) {
  const past = Math.max(0, now - new Date(since).getTime());
  if (past < MINUTE) return units(Math.floor(past / SECOND), 'second', 'short');
  if (past < HOUR) return units(Math.floor(past / MINUTE), 'minute', 'short');
  if (past < DAY) return units(Math.floor(past / HOUR), 'hour', 'short');
  return days(Math.floor(past / DAY));
}

/** The time left: days and hours, or hours and minutes, or minutes and seconds. */
export function left(until, now = Date.now()) {
  const rest = Math.max(0, new Date(until).getTime() - now);
  const days = Math.floor(rest / DAY);
  const hours = Math.floor((rest % DAY) / HOUR);
  const minutes = Math.floor((rest % HOUR) / MINUTE);
  const seconds = Math.floor((rest % MINUTE) / SECOND);
  if (days > 0) return `${units(days, 'day', 'long')} ${units(hours, 'hour', 'long')}`;
  if (hours > 0) return `${units(hours, 'hour', 'long')} ${units(minutes, 'minute', 'long')}`;
  return `${units(minutes, 'minute', 'long')} ${units(seconds, 'second', 'long')}`;
}

/** A short duration, such as one between two events. */
export function took(milliseconds) {
  if (milliseconds < SECOND) return `${count(Math.round(milliseconds))} ms`;
  if (milliseconds < MINUTE) return units(Number((milliseconds / SECOND).toFixed(1)), 'second', 'short');
  return age(Date.now() - milliseconds);
}
