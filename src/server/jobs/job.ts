import type { Installation } from '../installation.ts'

/**
 * Work that returns. Must be idempotent and made of small transactions: a process may die in the middle, and then another begins the
 * whole again. `isStopping` is looked at between steps.
 */
export type Job = { name: string, everyMs: number, run: (installation: Installation, isStopping: () => boolean) => Promise<void> }

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
