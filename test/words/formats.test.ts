import { describe, expect, it } from 'vitest'
import { languages } from '#domain/language.ts'
import { formatList } from '#words/format-list.ts'
import { formatMoney, formatRange } from '#words/format-money.ts'
import { formatBytes, formatDuration, formatNumber, formatPercent } from '#words/format-number.ts'
import { formatDate, formatDay, formatDayAndHour, formatDayAndHours, formatDayShort, formatTime, formatTimeSpan } from '#words/format-time.ts'

const zone = 'Europe/Stockholm'
const at = (iso: string) => Date.parse(iso)
const inAll = (format: (language: (typeof languages)[number]) => string) => languages.map(format)

describe('amounts', () => {
  it('have hard spaces and no decimals when they are whole', () => {
    expect(inAll(language => formatMoney(59_000, 'SEK', language))).toEqual(['590\u00A0kr', '590\u00A0kr', '590\u00A0kr'])
    expect(inAll(language => formatMoney(1_234_500_00, 'SEK', language))).toEqual(Array(3).fill('1\u00A0234\u00A0500\u00A0kr'))
  })

  it('keep their decimals otherwise, the language\'s way', () => {
    expect(inAll(language => formatMoney(159_050, 'SEK', language))).toEqual(['1\u00A0590,50\u00A0kr', '1\u00A0590,50\u00A0kr', '1\u00A0590.50\u00A0kr'])
  })

  it('put a sign where the language wants it, and a real minus before it', () => {
    expect(inAll(language => formatMoney(-1250, 'EUR', language))).toEqual(['\u221212,50\u00A0€', '\u221212,50\u00A0€', '\u2212€12.50'])
    expect(formatMoney(100_000, 'RUB', 'ru')).toBe('1\u00A0000\u00A0₽')
  })

  it('know currencies without and with three decimals', () => {
    expect([formatMoney(1590, 'JPY', 'en'), formatMoney(1500, 'KWD', 'en'), formatMoney(2000, 'KWD', 'sv')]).toEqual(['¥1,590', '1.500\u00A0KWD', '2\u00A0KWD'])
  })

  it('stand as a range with the currency once, and as one amount where there is no range', () => {
    expect(inAll(language => formatRange(60_000, 120_000, 'SEK', language))).toEqual(Array(3).fill('600–1\u00A0200\u00A0kr'))
    expect(formatRange(60_000, 120_050, 'SEK', 'sv')).toBe('600,00–1\u00A0200,50\u00A0kr')
    expect(formatRange(1000, 2000, 'EUR', 'en')).toBe('€10–€20')
    expect(formatRange(59_000, 59_000, 'SEK', 'sv')).toBe('590\u00A0kr')
  })
})

describe('days and hours', () => {
  const now = at('2026-11-24T10:00:00+01:00')

  it('are near ones by their names', () => {
    expect(inAll(language => formatDayAndHour(at('2026-11-24T18:00:00+01:00'), zone, language, now))).toEqual(['сегодня в\u00A018:00', 'i dag kl.\u00A018:00', 'today 18:00'])
    expect(inAll(language => formatDayAndHour(at('2026-11-25T08:00:00+01:00'), zone, language, now))).toEqual(['завтра в\u00A008:00', 'i morgon kl.\u00A008:00', 'tomorrow 08:00'])
    expect(inAll(language => formatDayAndHour(at('2026-11-26T18:00:00+01:00'), zone, language, now))).toEqual(['в четверг в\u00A018:00', 'torsdag kl.\u00A018:00', 'Thursday 18:00'])
    expect(formatDay(at('2026-11-23T23:59:00+01:00'), zone, 'en', now)).toBe('yesterday')
  })

  it('are farther ones by their dates, with the year where it is another', () => {
    expect(inAll(language => formatDay(at('2026-12-01T08:00:00+01:00'), zone, language, now))).toEqual(['вторник, 1 декабря', 'tisdag 1 december', 'Tuesday 1 December'])
    expect(formatDay(at('2026-11-22T08:00:00+01:00'), zone, 'en', now)).toBe('Sunday 22 November')
    expect(formatDay(at('2027-01-15T08:00:00+01:00'), zone, 'sv', now)).toBe('15 januari 2027')
  })

  it('are written out without a now', () => {
    expect(formatDayAndHour(at('2026-11-24T18:00:00+01:00'), zone, 'en')).toBe('Tuesday 24 November 18:00')
  })

  it('answer "when" in Russian, for every weekday and with a date', () => {
    const days = [25, 26, 27, 28, 29, 30].map(day => formatDayAndHour(at(`2026-11-${day}T18:00:00+01:00`), zone, 'ru', now).replaceAll('\u00A0', ' '))
    expect(days.slice(1)).toEqual(['в четверг в 18:00', 'в пятницу в 18:00', 'в субботу в 18:00', 'в воскресенье в 18:00', 'в понедельник в 18:00'])
    expect(formatDayAndHour(at('2026-12-01T18:00:00+01:00'), zone, 'ru', now)).toBe('во вторник, 1 декабря, в\u00A018:00')
    expect(formatDayAndHour(at('2026-12-02T18:00:00+01:00'), zone, 'ru')).toBe('в среду, 2 декабря, в\u00A018:00')
    expect(formatDayAndHour(at('2027-01-15T18:00:00+01:00'), zone, 'ru', now)).toBe('15 января 2027\u00A0г. в\u00A018:00')
  })

  it('tell how long an appointment lasts', () => {
    const span = { from: at('2026-11-26T10:00:00+01:00'), to: at('2026-11-26T12:00:00+01:00') }
    expect(inAll(language => formatDayAndHours(span, zone, language, now))).toEqual(['в четверг с\u00A010:00 до\u00A012:00', 'torsdag kl.\u00A010:00–12:00', 'Thursday 10:00–12:00'])
  })

  it('go by the business\'s clock, not by the reader\'s', () => {
    const late = at('2026-11-24T23:30:00Z')
    expect([formatTime(late, zone, 'en'), formatDay(late, zone, 'en', now)]).toEqual(['00:30', 'tomorrow'])
    expect([formatTime(late, 'America/New_York', 'sv'), formatTime(at('2026-11-24T00:05:00+01:00'), zone, 'ru')]).toEqual(['18:30', '00:05'])
  })

  it('are dates in full and in short, and spans for appointments', () => {
    const morning = at('2026-11-27T10:00:00+01:00')
    expect(inAll(language => formatDate(morning, zone, language))).toEqual(['27 ноября 2026\u00A0г.', '27 november 2026', '27 November 2026'])
    expect(inAll(language => formatDayShort(morning, zone, language))).toEqual(['пт, 27 нояб.', 'fre 27 nov.', 'Fri 27 Nov'])
    expect(formatTimeSpan({ from: morning, to: morning + 2 * 3_600_000 }, zone, 'en')).toBe('Fri 27 Nov 10:00–12:00')
    expect(formatTimeSpan({ from: morning, to: morning + 24 * 3_600_000 }, zone, 'sv')).toBe('fre 27 nov. kl.\u00A010:00 – lör 28 nov. kl.\u00A010:00')
  })
})

describe('other figures', () => {
  it('are numbers and percentages the language\'s way', () => {
    expect(inAll(language => formatNumber('12345.75', language))).toEqual(['12\u00A0345,75', '12\u00A0345,75', '12,345.75'])
    expect(inAll(language => formatPercent('12.5', language))).toEqual(['12,5\u00A0%', '12,5\u00A0%', '12.5%'])
    expect(formatPercent(25, 'sv')).toBe('25\u00A0%')
  })

  it('are sizes of files', () => {
    expect([0, 999, 1_000, 340_400, 999_950, 2_400_000, 3_000_000_000].map(bytes => formatBytes(bytes, 'en'))).toEqual([
      '0\u00A0bytes', '999\u00A0bytes', '1\u00A0kB', '340\u00A0kB', '1\u00A0MB', '2.4\u00A0MB', '3\u00A0GB',
    ])
    expect(formatBytes(2_400_000, 'ru')).toBe('2,4\u00A0МБ')
  })

  it('are lengths of time in two units', () => {
    expect([0, 1, 45, 60, 90, 120, 1440, 1500, 3 * 1440 + 59].map(minutes => formatDuration(minutes, 'en'))).toEqual([
      '0\u00A0minutes', '1\u00A0minute', '45\u00A0minutes', '1\u00A0hour', '1\u00A0hour 30\u00A0minutes', '2\u00A0hours', '1\u00A0day', '1\u00A0day 1\u00A0hour', '3\u00A0days 1\u00A0hour',
    ])
    expect(inAll(language => formatDuration(22 * 60, language))).toEqual(['22\u00A0часа', '22\u00A0timmar', '22\u00A0hours'])
  })

  it('are lists', () => {
    expect(inAll(language => formatList(['a', 'b', 'c'], language))).toEqual(['a, b и c', 'a, b och c', 'a, b and c'])
    expect(inAll(language => formatList(['a', 'b'], language, 'or'))).toEqual(['a или b', 'a eller b', 'a or b'])
    expect(formatList(['a', 'b', 'c'], 'en', 'none')).toBe('a, b, c')
  })
})
