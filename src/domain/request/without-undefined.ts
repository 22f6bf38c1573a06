/** A value whose optional keys are either there or not: none holds `undefined`. */
export type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> }

/** The same value without keys that hold `undefined`, all the way down: JSON drops them, so must events and their fold. */
export const withoutUndefined = <Value extends object>(value: Value): Defined<Value> => clean(value) as Defined<Value>

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, clean(entry)]])))
}
