import type { ColumnType } from 'kysely'
import type { Language } from '#domain/language.ts'

type YesNo = 0 | 1

/** A household or an organisation. `moved_*`: where all of it went, once its guest has confirmed an address that was known. */
type AccountTable = { id: string, created_at: number, moved_account: ColumnType<string | null, string | null | undefined>, moved_member: ColumnType<string | null, string | null | undefined> }

/** An id under which the member wrote before: a guest's that was moved into this account. */
type MemberAliasTable = { account_id: string, alias: string, member_id: string, created_at: number }

/** Who was erased, kept also outside of backups: see ../backup/erasure-ledger.ts. `member_id` is empty where the whole account was. */
type ErasureTable = { account_id: string, member_id: string, at: number }

/** A person of an account. `secret_hash`: SHA-256 of what the guest's device minted; null where no device did. */
type MemberTable = {
  account_id: string
  id: string
  name: string
  language: Language
  is_confirmed: YesNo
  secret_hash: string | null
  created_at: number
}

/** A confirmed e-mail address, in lower case. The same address may stand in several accounts. */
type AddressTable = { email: string, account_id: string, member_id: string, confirmed_at: number }

/** Somebody who works for the business. `roles`: JSON list. */
type StaffTable = { id: string, email: string, name: string, roles: string, language: Language, created_at: number }

/** Clients and staff have sessions of their own, also in one browser. */
export type Audience = 'client' | 'desk'

/** `token_hash`: SHA-256 of the cookie's value. Either account and member, or staff. */
type SessionTable = {
  token_hash: string
  audience: Audience
  account_id: string | null
  member_id: string | null
  staff_id: string | null
  created_at: number
  seen_at: number
  expires_at: number
}

/** The one live code of an address. `code_hash` is empty where no code was sent, so that none can fit. */
type SignInCodeTable = { email: string, audience: Audience, salt: string, code_hash: string, tries_left: number, expires_at: number }

/** How often something happened in an hour. */
type SignInCounterTable = { key: string, hour: number, count: number }

/** Looked up without an account, so all but `member` stay undistributed. */
export type IdentityTables = {
  account: AccountTable
  member: MemberTable
  member_alias: MemberAliasTable
  erasure: ErasureTable
  address: AddressTable
  staff: StaffTable
  session: SessionTable
  sign_in_code: SignInCodeTable
  sign_in_counter: SignInCounterTable
}
