import type { Language } from '#domain/language.ts'
import { fractionDigits, type Minor } from '#domain/money.ts'
import { numberFormat, withHardSpaces } from './intl.ts'

type Amount = { sign: string, figures: string, symbol: string, isSymbolFirst: boolean }

function take(minor: Minor, currency: string, language: Language, digits: number): Amount {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  const parts = numberFormat(language, options).formatToParts(minor / 10 ** fractionDigits(currency))
  const textOf = (...types: string[]) => parts.filter(part => types.includes(part.type)).map(part => part.value).join('')
  const symbol = textOf('currency')
  const isWord = /^\p{L}[\p{L}.]*$/u.test(symbol)
  // "1 590 kr" in every language; only signs such as € stand where the language wants them.
  const group = isWord ? '\u00A0' : undefined
  const figures = parts
    .filter(part => ['integer', 'group', 'decimal', 'fraction'].includes(part.type))
    .map(part => part.type === 'group' && group !== undefined ? group : part.value)
    .join('')
  const isSymbolFirst = !isWord && parts.findIndex(part => part.type === 'currency') < parts.findIndex(part => part.type === 'integer')
  return { sign: minor < 0 ? '\u2212' : '', figures: withHardSpaces(figures), symbol, isSymbolFirst }
}

const digitsOf = (currency: string, ...minors: Minor[]) => {
  const all = fractionDigits(currency)
  return minors.every(minor => minor % 10 ** all === 0) ? 0 : all
}

/**
 * An amount in minor units as people read it: "1 590 kr", "590,50 kr", "€12.50", "−300 kr". Whole amounts have no decimals, and no
 * space in it breaks a line (U+00A0).
 */
export function formatMoney(minor: Minor, currency: string, language: Language): string {
  const { sign, figures, symbol, isSymbolFirst } = take(minor, currency, language, digitsOf(currency, minor))
  return isSymbolFirst ? `${sign}${symbol}${figures}` : `${sign}${figures}\u00A0${symbol}`
}

/** "600–1 200 kr"; one amount where both are the same. */
export function formatRange(low: Minor, high: Minor, currency: string, language: Language): string {
  if (low === high) return formatMoney(low, currency, language)
  const digits = digitsOf(currency, low, high)
  const [from, to] = [take(low, currency, language, digits), take(high, currency, language, digits)]
  const dash = low < 0 || high < 0 ? '\u00A0\u2013\u00A0' : '\u2013'
  return from.isSymbolFirst
    ? `${from.sign}${from.symbol}${from.figures}${dash}${to.sign}${to.symbol}${to.figures}`
    : `${from.sign}${from.figures}${dash}${to.sign}${to.figures}\u00A0${to.symbol}`
}
