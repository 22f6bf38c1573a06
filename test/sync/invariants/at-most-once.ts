import type { Invariant } from './invariant.ts'

/** 2. Each `mid` takes effect at most once, whatever is lost, doubled, reordered or restored. */
export const atMostOnce: Invariant = {
  name: '2 each mid takes effect at most once',
  begin: world => () => {
    const placeByMid = new Map<string, { account: string, request: string, count: number, stream: string }>()
    const indexes = new Set<string>()
    const undone = world.look().events.find(event => world.ledger.heldBack.has(event.mid))
    if (undone) return `${undone.mid} took effect, though it was let go of before it was ever sent`
    for (const event of world.look().events) {
      const key = `${event.mid} ${event.idx}`
      if (indexes.has(key)) return `mid ${event.mid} has two events of index ${event.idx}`
      indexes.add(key)
      const known = placeByMid.get(event.mid)
      if (known && (known.account !== event.account || known.request !== event.request)) return `mid ${event.mid} has events in two requests`
      if (!known) placeByMid.set(event.mid, { account: event.account, request: event.request, count: 1, stream: event.stream })
    }
    return doubledText(world.look().events.map(event => [event.mid, textOf(event.body.body)] as const))
  },
}

/** Each text of our people is written by one command alone: the same words under two mids would be one wish twice. */
function doubledText(texts: readonly (readonly [mid: string, text: string | undefined])[]): string | undefined {
  const midByText = new Map<string, string>()
  for (const [mid, text] of texts) {
    if (text === undefined) continue
    const known = midByText.get(text)
    if (known !== undefined && known !== mid) return `"${text}" was written by ${known} and by ${mid}`
    midByText.set(text, mid)
  }
  return undefined
}

const textOf = (body: object): string | undefined => ('text' in body && typeof body.text === 'string' ? `${'type' in body ? String(body.type) : ''}: ${body.text}` : undefined)
