/** ISO 4217 minor units of the currencies whose number is not 2. */
const fractionDigitsByCurrency: Record<string, number> = {
  BHD: 3, CLP: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KRW: 0, KWD: 3, LYD: 3, OMR: 3, PYG: 0, TND: 3, UGX: 0, VND: 0, XAF: 0, XOF: 0,
}

/** How many digits stand behind the decimal point of an amount in `currency` (ISO 4217). */
export const fractionDigits = (currency: string) => fractionDigitsByCurrency[currency] ?? 2

/** An amount in the currency's smallest unit; always an integer. */
export type Minor = number
