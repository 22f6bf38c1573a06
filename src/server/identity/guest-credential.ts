import * as v from 'valibot'
import { sha256Schema, uuidSchema } from '#domain/ids.ts'
import { guestScheme } from '#protocol/session.ts'
import { hashToken } from './tokens.ts'

/** What a guest's device minted, as it is compared and kept. */
export type GuestCredential = { account: string, member: string, secretHash: string }

/** 32 random bytes in hex have the form of a hash. */
const secretSchema = sha256Schema

/** Reads `Authorization: Guest <account>.<member>.<secret>`. `malformed` where it is that scheme and nothing to be used. */
export function readGuestCredential(request: Request): GuestCredential | 'malformed' | undefined {
  const [scheme, value = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme !== guestScheme) return undefined
  const [account, member, secret, ...rest] = value.split('.')
  if (rest.length > 0 || !v.is(uuidSchema, account) || !v.is(uuidSchema, member) || !v.is(secretSchema, secret)) return 'malformed'
  return { account, member, secretHash: hashToken(secret) }
}
