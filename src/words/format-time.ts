import type { Language } from '#domain/language.ts'
import type { Millis } from '#domain/ids.ts'
import { daysBetween, localTime } from '#domain/standard/local-time.ts'
import { dateFormat, localeByLanguage } from './intl.ts'

const write = (at: Millis, timeZone: string, language: Language, options: Intl.DateTimeFormatOptions) =>
  dateFormat(language, { ...options, timeZone }).format(at).replace(/[\u202F\u00A0]/g, ' ').replace(/ (?=г\.)/, '\u00A0')

/** What stands between a day and what follows it. */
const betweenDayAndDate: Record<Language, string> = { ru: ', ', sv: ' ', en: ' ' }
const betweenDayAndHour: Record<Language, string> = { ru: ', ', sv: ' kl.\u00A0', en: ' ' }

/** A weekday as Russian says when something happens: a weekday alone would be a subject. */
const russianOnWeekday: Readonly<Record<string, string>> = {
  понедельник: 'в понедельник', вторник: 'во вторник', среда: 'в среду', четверг: 'в четверг', пятница: 'в пятницу', суббота: 'в субботу', воскресенье: 'в воскресенье',
}

/** "12 November 2026". `timeZone` (IANA) is the business's in all of these. */
export const formatDate = (at: Millis, timeZone: string, language: Language) =>
  write(at, timeZone, language, { day: 'numeric', month: 'long', year: 'numeric' })

/** "18:00" */
export const formatTime = (at: Millis, timeZone: string, language: Language) =>
  write(at, timeZone, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** "Thu 12 Nov" */
export const formatDayShort = (at: Millis, timeZone: string, language: Language) =>
  write(at, timeZone, language, { weekday: 'short' }) + betweenDayAndDate[language]
  + write(at, timeZone, language, { day: 'numeric', month: 'short' })

/** "Thursday" */
export const formatWeekday = (at: Millis, timeZone: string, language: Language) =>
  write(at, timeZone, language, { weekday: 'long' })

/**
 * "today", "tomorrow", "yesterday", "Thursday" (within the next six days), "Thursday 12 November", and with the year where it
 * is not this one. Without `now` the day is written out. Begins small: it stands inside a sentence.
 */
export function formatDay(at: Millis, timeZone: string, language: Language, now?: Millis): string {
  const weekday = formatWeekday(at, timeZone, language)
  const fullDay = weekday + betweenDayAndDate[language] + write(at, timeZone, language, { day: 'numeric', month: 'long' })
  if (now === undefined) return fullDay
  const [today, date] = [localTime(now, timeZone).date, localTime(at, timeZone).date]
  const days = daysBetween(today, date)
  if (Math.abs(days) <= 1) return new Intl.RelativeTimeFormat(localeByLanguage[language], { numeric: 'auto' }).format(days, 'day')
  if (days > 1 && days < 7) return weekday
  return today.slice(0, 4) === date.slice(0, 4) ? fullDay : formatDate(at, timeZone, language)
}

/** The day as an answer to "when": "tomorrow", in Russian "в четверг", "во вторник, 1 декабря,". */
function formatWhen(at: Millis, timeZone: string, language: Language, now?: Millis): string {
  const day = formatDay(at, timeZone, language, now)
  if (language !== 'ru') return day
  const [weekday = '', date] = day.split(', ')
  const on = russianOnWeekday[weekday]
  return on === undefined ? day : date === undefined ? on : `${on}, ${date},`
}

/**
 * "today 18:00", "Thursday 18:00", "Thursday 12 November 18:00": a promise is a day and an hour. In Russian it answers "when", so it
 * stands after a verb as well as alone: "завтра в 18:00", "во вторник, 1 декабря, в 18:00".
 */
export const formatDayAndHour = (at: Millis, timeZone: string, language: Language, now?: Millis) =>
  formatWhen(at, timeZone, language, now) + (language === 'ru' ? ' в\u00A0' : betweenDayAndHour[language]) + formatTime(at, timeZone, language)

/** The same for a time that lasts: "tomorrow 10:00–12:00", "завтра с 10:00 до 12:00". It ends on the day it begins. */
export function formatDayAndHours({ from, to }: { from: Millis, to: Millis }, timeZone: string, language: Language, now?: Millis): string {
  const [day, begin, end] = [formatWhen(from, timeZone, language, now), formatTime(from, timeZone, language), formatTime(to, timeZone, language)]
  return language === 'ru' ? `${day} с\u00A0${begin} до\u00A0${end}` : `${day}${betweenDayAndHour[language]}${begin}\u2013${end}`
}

/** "Fri 27 Nov 10:00–12:00", for appointments; with both days where they differ. */
export function formatTimeSpan(span: { from: Millis, to: Millis }, timeZone: string, language: Language): string {
  const begin = formatDayShort(span.from, timeZone, language) + betweenDayAndHour[language] + formatTime(span.from, timeZone, language)
  if (localTime(span.from, timeZone).date === localTime(span.to, timeZone).date) return `${begin}\u2013${formatTime(span.to, timeZone, language)}`
  return `${begin} \u2013 ${formatDayShort(span.to, timeZone, language)}${betweenDayAndHour[language]}${formatTime(span.to, timeZone, language)}`
}
