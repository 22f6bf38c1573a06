import { ok, refuse, type Result } from '#domain/result.ts'
import type { JoinAnswer, MovedTo, SessionAnswer } from '#protocol/session.ts'
import { callAs } from './credentials.ts'
import type { Reader } from './device-database.ts'
import type { LiveReader } from './moved-guests.ts'
import { markMoved, takeMember } from './readers.ts'
import type { SyncParts } from './sync-parts.ts'
import type { Failure } from './transport.ts'

/**
 * The server says that this guest is a known member now. Where that member is signed in here the outbox goes on as theirs, at the next try;
 * where not, it waits for them to sign in.
 */
export async function followMove(parts: SyncParts, guest: Reader, detail: unknown): Promise<Failure> {
  const to = detail as Partial<MovedTo> | undefined
  if (typeof to?.member !== 'string') return { kind: 'notSignedIn' }
  await markMoved(parts.storage, guest.id, to.member)
  const member = await parts.storage.device.readers.get(to.member)
  const isHere = member ? !member.isSessionOver && !member.isLeaving : await takeSignedIn(parts, to.member)
  return isHere ? { kind: 'busy', status: 409 } : { kind: 'notSignedIn' }
}

/** The answer that told of the move may have been lost after it had brought the session. */
async function takeSignedIn({ transport, storage, now }: SyncParts, member: string): Promise<boolean> {
  const answer = await transport.call<SessionAnswer>({ method: 'GET', path: '/api/session', credential: { kind: 'session' } })
  const found = answer.ok ? answer.value.member : undefined
  if (found?.member !== member) return false
  await takeMember(storage, { ...found, protocol: '', kind: 'known' }, now())
  return true
}

/** Moves guests that stand beside a member into their account; one that the server does not let go stays beside. */
export async function joinGuests(parts: SyncParts, member: Reader): Promise<Result<'done', Failure>> {
  const { device, outboxOf } = parts.storage
  if (member.kind !== 'member') return ok('done')
  const guests = await device.readers.filter(guest => guest.kind === 'guest' && guest.beside === member.id && guest.movedTo === undefined && !guest.isLeaving).toArray()
  for (const guest of guests) {
    const { meta, commands } = outboxOf(guest.id)
    const isKnown = (await meta.get('outbox'))?.epoch !== undefined || await commands.count() > 0
    const joined = isKnown ? await join(parts, member, guest) : ok('done')
    if (!joined.ok && joined.refusal.kind !== 'notSignedIn') return joined
  }
  return ok('done')
}

/** A restored server may know the guest as it was before its move: it has to be moved again before its outbox goes on. */
export async function ensureJoined(parts: SyncParts, guest: LiveReader): Promise<Result<'done', Failure>> {
  const row = await parts.storage.device.readers.get(guest.id)
  return guest.as && row?.mustJoin ? join(parts, guest.as, row) : ok('done')
}

async function join({ transport, storage }: SyncParts, member: Reader, { id, account, secret }: Reader): Promise<Result<'done', Failure>> {
  if (secret === undefined) return ok('done')
  const answer = await callAs<JoinAnswer>(transport, member, { method: 'POST', path: '/api/session/guest', body: { account, member: id, secret } })
  if (answer.ok) await markMoved(storage, id, answer.value.member)
  else if (answer.refusal.kind === 'conflict') await markMoved(storage, id, (answer.refusal.detail as MovedTo).member)
  return answer.ok ? ok('done') : refuse(answer.refusal)
}
