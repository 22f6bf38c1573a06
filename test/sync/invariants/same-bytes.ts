import type { Invariant } from './invariant.ts'

/** 11. The hash of what the server received equals the hash minted at capture. */
export const sameBytes: Invariant = {
  name: '11 what the server received is what was captured',
  begin: world => () => {
    const captured = new Map(world.ledger.saved.flatMap(saved => saved.files.map(file => [file.id, file.sha256] as const)))
    for (const { id, sha256 } of world.look().files) {
      if (captured.has(id) && captured.get(id) !== sha256) return `file ${id} has another hash on the server`
    }
    return undefined
  },
}
