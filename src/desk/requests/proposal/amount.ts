import type { Language } from '#domain/language.ts'
import type { Minor } from '#domain/money.ts'

const amount = /^([-\u2212])?(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))?$/
const currencyBehind = /\s*(?:\p{Sc}|\p{L}{1,3}\.?)$/u

/**
 * What staff type as an amount, in minor units: "1 890,50", "1890.50", "1 890 kr", "-300". Nothing where it could mean two things,
 * such as "1.890".
 */
export function parseAmount(text: string, digits: number): Minor | undefined {
  const plain = text.trim().replace(currencyBehind, '').replace(/\s+/g, ' ')
  const [, sign, whole, decimals = ''] = amount.exec(plain) ?? []
  if (whole === undefined || decimals.length > digits) return undefined
  const minor = Number(whole.replaceAll(' ', '') + decimals.padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor)) return undefined
  return sign && minor !== 0 ? -minor : minor
}

const decimalMark: Record<Language, string> = { ru: ',', sv: ',', en: '.' }

/** An amount as it stands in a field, to be typed over: "1890", "1890,50", "-300". */
export function writeAmount(minor: Minor, digits: number, language: Language): string {
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0')
  const [whole, decimals] = [figures.slice(0, figures.length - digits), figures.slice(figures.length - digits)]
  return `${minor < 0 ? '-' : ''}${whole}${Number(decimals) > 0 ? decimalMark[language] + decimals : ''}`
}

/** "1,5" or "1.5" as the wire has it, "1.5"; nothing where it is not such a number. */
export function parseDecimal(text: string, wholeDigits: number): string | undefined {
  const plain = text.trim().replace(',', '.')
  return new RegExp(`^\\d{1,${wholeDigits}}(\\.\\d{1,3})?$`).test(plain) ? plain : undefined
}
