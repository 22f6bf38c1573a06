/** Outcome of something that may be refused: expected refusals are values, bugs throw. */
export type Result<Value, Refusal> = { ok: true, value: Value } | { ok: false, refusal: Refusal }

export const ok = <Value>(value: Value) => ({ ok: true, value }) as const
export const refuse = <Refusal>(refusal: Refusal) => ({ ok: false, refusal }) as const
