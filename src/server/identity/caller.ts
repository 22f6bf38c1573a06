import type { Staff } from '#protocol/session.ts'

/** A guest or a member: one person of an account. `member` is also the id of their feed; `aliases`: ids under which they wrote before. */
export type MemberCaller = { kind: 'member', account: string, member: string, name: string, isConfirmed: boolean, aliases?: readonly string[] }
export type StaffCaller = { kind: 'staff', staff: Staff }
export type Caller = MemberCaller | StaffCaller
