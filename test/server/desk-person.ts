import { randomUUID } from 'node:crypto'
import type { Role } from '#domain/request/actor.ts'
import type { Via } from '#domain/request/commands/parts.ts'
import type { DeskAnswer, DeskList, DeskRequest } from '#protocol/desk.ts'
import type { Answer, DeclaredFile } from './device.ts'
import type { TestInstallation } from './make-installation.ts'

export type DeskParts = {
  args?: Record<string, unknown>, expectedVersion?: number, mid?: string, account?: string, files?: DeclaredFile[], via?: Via, newClient?: { member: string }
}

export type DeskPerson = Awaited<ReturnType<typeof makeDeskPerson>>

/** Somebody of the staff at the desk, signed in. */
export async function makeDeskPerson({ request, hireStaff }: TestInstallation, name: string, roles: readonly Role[]) {
  const { id, headers } = await hireStaff(name, roles)

  async function get<Body>(path: string): Promise<Answer<Body>> {
    const response = await request(path, { headers })
    return { status: response.status, headers: response.headers, body: await response.json() as Answer<Body>['body'] }
  }
  const open = async (requestId: string) => (await get<DeskRequest>(`/api/desk/requests/${requestId}`)).body

  async function give(name: string, requestId: string, { mid = randomUUID(), args = {}, ...more }: DeskParts = {}): Promise<Answer<DeskAnswer>> {
    const response = await request('/api/desk/commands', {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ mid, requestId, name, args, ...more }),
    })
    return { status: response.status, headers: response.headers, body: await response.json() as Answer<DeskAnswer>['body'] }
  }

  return {
    id, name, headers, get, open, give,
    list: async (query = '') => (await get<DeskList>(`/api/desk/requests${query}`)).body,
    /** A command on what the request is now. */
    async act(command: string, requestId: string, parts: DeskParts = {}) {
      const { item } = await open(requestId)
      return (await give(command, requestId, { expectedVersion: item.request.lastEvent, ...parts })).body
    },
  }
}

const line = { id: 'work', label: 'Work', kind: 'labour', amount: 95_000, taxRate: '25' }
/** A proposal with one firm option. */
export const offerArgs = (validUntil: number, amount = line.amount) =>
  ({ options: [{ id: 'repair', title: 'Repair', lines: [{ ...line, amount }] }], validUntil })
