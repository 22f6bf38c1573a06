import { dayMs, executor, hourMs, line, manager, need, needQuick, reception, repair, start, termsHash } from './example-shop.ts'
import { History } from './history.ts'

export const asked = new History().give('submit', { ...need, path: 'question' })
export const submitted = new History().give('submit', { ...need, serviceId: 'washer' })

export const offered = submitted.give('take', {}, reception).give('propose', { options: [repair], validUntil: start + 30 * dayMs }, executor)
export const agreeing = offered.give('chooseOption', { optionId: 'repair', revision: 1, lines: [] })
export const yes = { optionId: 'repair', revision: 1, total: 100_000, most: 130_000, termsHash, name: 'Maja' }
export const agreed = agreeing.give('agree', yes)
export const inProgress = agreed.give('start', {}, executor)
export const finalLines = [line('work', 60_000), line('pump', 40_000)]
export const delivered = inProgress.give('finish', { lines: finalLines }, executor).give('check', { points: ['drains'] }, executor)
export const accepted = delivered.give('accept', {})
export const closed = accepted.give('close', {}, manager)

/** A firm price: proposal and choice are there at once. */
export const quick = new History().give('submit', needQuick)
export const quickYes = { optionId: 'price', revision: 1, total: 84_000, most: 84_000, termsHash, name: 'Maja' }
export const quickAgreed = quick.give('agree', quickYes)
export const quickLines = [line('work', 39_000), line('part', 45_000)]

export const visit = (days: number) => ({ from: start + days * dayMs, to: start + days * dayMs + hourMs })
export const photo = { id: 'f0000000-0000-4000-8000-000000000001', sha256: 'b'.repeat(64), size: 10, type: 'image/jpeg' }
