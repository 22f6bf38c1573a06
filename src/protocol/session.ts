import * as v from 'valibot'
import { uuidSchema } from '#domain/ids.ts'
import { languageSchema } from '#domain/language.ts'
import { cleanText } from '#domain/text.ts'
import { roles } from '#domain/request/actor.ts'

export const emailSchema = v.pipe(cleanText(254), v.transform(text => text.trim().toLowerCase()), v.email('is not an e-mail address'))
export const codeSchema = v.pipe(v.string(), v.transform(text => text.replace(/\s/g, '')), v.regex(/^\d{6}$/, 'is not a six-digit code'))

/** POST /api/session/code (clients) and /api/desk/session/code (staff): asks for a one-time code; the answer never tells whether the address is known. */
export const askCodeSchema = v.strictObject({ email: emailSchema, language: languageSchema })
/** `code` comes back only in demo mode. */
export type AskCodeAnswer = { protocol: string, sentTo: string, expiresAt: number, code?: string }

/** POST /api/session: confirms the address. A guest's own secret goes along in the Authorization header. */
export const confirmCodeSchema = v.strictObject({ email: emailSchema, code: codeSchema, language: languageSchema })
/**
 * `same`: the guest became a proper member and keeps account, member id and outbox. `known`: the address belongs to
 * another member, who is signed in beside the guest.
 */
export type ConfirmAnswer = { protocol: string, kind: 'same' | 'known' | 'new', account: string, member: string, name: string, email: string }

/** GET /api/session */
export type SessionAnswer = { protocol: string, member?: { account: string, member: string, name: string, email: string } }

export const staffSchema = v.strictObject({ id: uuidSchema, name: v.string(), email: emailSchema, roles: v.array(v.picklist(roles)), language: languageSchema })
export type Staff = v.InferOutput<typeof staffSchema>

/** A guest proves itself with what its device minted: `Authorization: Guest <account>.<member>.<secret>`; the secret is 32 random bytes in hex. */
export const guestScheme = 'Guest'
export const guestCredential = (account: string, member: string, secret: string) => `${guestScheme} ${account}.${member}.${secret}`
