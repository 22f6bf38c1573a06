import * as v from 'valibot'

/** An exact decimal in thousandths: quantities and percentages have at most three places. */
export type Thousandths = bigint

const decimal = /^\d{1,6}(?:\.\d{1,3})?$/

/** Reads "2.5" or 2.5; undefined where it is not a plain decimal of at most 6 and 3 digits, or below zero. */
export function parseDecimal(value: unknown): Thousandths | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value)
  if (!decimal.test(text)) return undefined
  const [whole = '0', places = ''] = text.split('.')
  return BigInt(whole) * 1000n + BigInt(places.padEnd(3, '0'))
}

/** The shortest decimal string: 2500n is "2.5". */
export function formatDecimal(value: Thousandths): string {
  const places = String(value % 1000n).padStart(3, '0').replace(/0+$/, '')
  return places === '' ? String(value / 1000n) : `${value / 1000n}.${places}`
}

/** `dividend / divisor` to the nearest integer, a half to the even one; `divisor` must be above zero. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const whole = dividend / divisor
  const rest = dividend % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice < divisor || (twice === divisor && whole % 2n === 0n)) return whole
  return whole + (rest < 0n ? -1n : 1n)
}

/** Must be a decimal that the engine already parsed once or that the schema let through. */
export const toThousandths = (text: string): Thousandths => parseDecimal(text) ?? 0n

/** A number of things or a measure, at least 0, up to 999999.999; a number in YAML becomes a decimal string. */
export const quantitySchema = v.pipe(
  v.union([v.string(), v.number()], 'must be a number'),
  v.transform(String),
  v.regex(decimal, 'must be a number from 0 to 999999.999 with at most three decimals'),
  v.transform(text => formatDecimal(toThousandths(text))),
)
/** Percent from 0 to 99.999 as a decimal string. */
export const taxRateSchema = v.pipe(
  quantitySchema,
  v.check(text => toThousandths(text) < 100_000n, 'must be a percentage below 100'),
)
/** Percent from 0 to 999.999 as a decimal string; what takes off must stay at or below 100. */
export const percentSchema = v.pipe(
  quantitySchema,
  v.check(text => toThousandths(text) < 1_000_000n, 'must be a percentage below 1000'),
)
