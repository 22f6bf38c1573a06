import type { Language } from '#domain/language.ts'
import { numberFormat, withHardSpaces } from './intl.ts'

const write = (value: number | string, language: Language, options: Intl.NumberFormatOptions) =>
  withHardSpaces(numberFormat(language, options).format(Number(value)))

/** A number or a decimal string such as "2.5": "2,5" in Russian and Swedish. */
export const formatNumber = (value: number | string, language: Language) => write(value, language, { maximumFractionDigits: 6 })

/** 25 or "12.5" as "25 %" or "12,5 %". */
export const formatPercent = (percent: number | string, language: Language) =>
  write(Number(percent) / 100, language, { style: 'percent', maximumFractionDigits: 3 })

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** A size in bytes with at most one decimal: "340 kB", "2.4 MB". */
export function formatBytes(bytes: number, language: Language): string {
  let step = 0
  // 999.95 kB would be rounded to "1,000 kB".
  while (step < byteUnits.length - 1 && bytes / 1000 ** step >= 999.95) step++
  const options = { style: 'unit', unit: byteUnits[step]!, unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step < 2 ? 0 : 1 } as const
  return write(bytes / 1000 ** step, language, options)
}

const durationUnits = [['day', 24 * 60], ['hour', 60], ['minute', 1]] as const

/** A length of time in minutes, in its two largest units: "2 hours", "1 hour 30 minutes", "3 days". */
export function formatDuration(minutes: number, language: Language): string {
  let rest = Math.max(0, Math.round(minutes))
  if (rest > 24 * 60) rest = Math.round(rest / 60) * 60
  const words: string[] = []
  for (const [unit, length] of durationUnits) {
    const count = Math.floor(rest / length)
    rest -= count * length
    if (count > 0) words.push(write(count, language, { style: 'unit', unit, unitDisplay: 'long' }))
  }
  return words.join(' ') || write(0, language, { style: 'unit', unit: 'minute', unitDisplay: 'long' })
}
