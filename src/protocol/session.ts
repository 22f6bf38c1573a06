import * as v from 'valibot'
import { sha256Schema, uuidSchema } from '#domain/ids.ts'
import { languageSchema } from '#domain/language.ts'
import { cleanText } from '#domain/text.ts'
import { roles } from '#domain/request/actor.ts'

export const emailSchema = v.pipe(cleanText(254), v.transform(text => text.trim().toLowerCase()), v.email('is not an e-mail address'))
export const codeSchema = v.pipe(v.string(), v.transform(text => text.replace(/\s/g, '')), v.regex(/^\d{6}$/, 'is not a six-digit code'))

/** POST /api/session/code (clients) and /api/desk/session/code (staff): asks for a one-time code; the answer never tells whether the address is known. */
export const askCodeSchema = v.strictObject({ email: emailSchema, language: languageSchema })
/** `code` comes back only in demo mode. */
export type AskCodeAnswer = { protocol: string, sentTo: string, expiresAt: number, code?: string }

const memberIdSchema = v.strictObject({ account: uuidSchema, member: uuidSchema })

/**
 * POST /api/session: confirms the address. A guest's own secret goes along in the Authorization header. `into`: which account is meant, where the
 * address is known in several. `offers`: who this device was before the server was restored; taken only where that account does not exist.
 */
export const confirmCodeSchema = v.strictObject({
  email: emailSchema, code: codeSchema, language: languageSchema,
  into: v.optional(memberIdSchema), offers: v.optional(memberIdSchema),
})
export type ConfirmCode = v.InferOutput<typeof confirmCodeSchema>

/**
 * `same`: the guest became a proper member and keeps account, member id and outbox. `moved`: the address belongs to another member, into
 * whose account all of the guest's went. `known`: it does, and there was no guest to move. `left`: requests that could not go along.
 */
export type Confirmed = {
  protocol: string, kind: 'same' | 'known' | 'new' | 'moved', account: string, member: string, name: string, email: string, left?: string[]
}
/** The address is known in several accounts: the same code is to be sent again with the one that is meant. */
export type WhichAccount = { protocol: string, kind: 'which', email: string, choices: AccountChoice[] }
export type AccountChoice = { account: string, member: string, name: string, requests: number, lastAt?: number }
export type ConfirmAnswer = Confirmed | WhichAccount

/** POST /api/session/guest: moves a guest of this device into the account of the member who is signed in. */
export const joinGuestSchema = v.strictObject({ account: uuidSchema, member: uuidSchema, secret: sha256Schema })
export type JoinAnswer = { protocol: string, account: string, member: string, left: string[] }

/** What stands in `error.detail` of `moved`: who the guest is now. */
export type MovedTo = v.InferOutput<typeof memberIdSchema>

/** GET /api/session */
export type SessionAnswer = { protocol: string, member?: { account: string, member: string, name: string, email: string } }

export const staffSchema = v.strictObject({ id: uuidSchema, name: v.string(), email: emailSchema, roles: v.array(v.picklist(roles)), language: languageSchema })
export type Staff = v.InferOutput<typeof staffSchema>

/** A guest proves itself with what its device minted: `Authorization: Guest <account>.<member>.<secret>`; the secret is 32 random bytes in hex. */
export const guestScheme = 'Guest'
export const guestCredential = (account: string, member: string, secret: string) => `${guestScheme} ${account}.${member}.${secret}`
