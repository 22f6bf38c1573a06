/** Roles of the business's staff; a person may hold several, in a small shop all of them. */
export const roles = ['reception', 'executor', 'support', 'manager'] as const
export type Role = (typeof roles)[number]

/**
 * Who gives a command. `mayDecide`: the member has the right to decide on this request;
 * `confirmed`: an address of theirs is confirmed (a guest's is not); `aliases`: ids under which they wrote before.
 */
export type Actor =
  | { kind: 'member', id: string, name: string, confirmed: boolean, mayDecide: boolean, aliases?: readonly string[] }
  | { kind: 'staff', id: string, name: string, roles: readonly Role[] }
  | { kind: 'time' }

/** Who did something, as everybody who sees the event may know it. */
export type Author = { kind: 'member', id: string, name: string } | { kind: 'staff', id: string, name: string } | { kind: 'time' }

export function authorOf(actor: Actor): Author {
  if (actor.kind === 'time') return actor
  return { kind: actor.kind, id: actor.id, name: actor.name }
}

/** Whether something was written by this very actor, be it under an id that they had before. */
export const isWriter = (actor: Actor, id: string): boolean =>
  actor.kind !== 'time' && (actor.id === id || (actor.kind === 'member' && (actor.aliases ?? []).includes(id)))
