import { randomBytes, randomUUID } from 'node:crypto'
import type { WireCommand } from '#protocol/command.ts'
import type { ErrorBody } from '#protocol/errors.ts'
import type { HelloAnswer, Page, PullAnswer, PushAnswer } from '#protocol/messages.ts'
import { readerScope } from '#protocol/scopes.ts'
import { guestCredential } from '#protocol/session.ts'
import type { TestInstallation } from './make-installation.ts'

export type Answer<Body> = { status: number, headers: Headers, body: Body & Partial<ErrorBody> }

export type DeclaredFile = NonNullable<WireCommand['files']>[number]
export type CommandParts = { requestId?: string, args?: Record<string, unknown>, files?: DeclaredFile[], dependsOn?: number[], mid?: string, seq?: number }

/** A guest's phone as the server sees it: ids and secret minted on it, an outbox that counts. */
export type Device = ReturnType<typeof makeDevice>

export function makeDevice({ installation, request }: { installation: Pick<TestInstallation['installation'], 'epoch'>, request: TestInstallation['request'] }, twin?: { account: string, member: string, secret: string }, sender: string = randomUUID()) {
  const account = twin?.account ?? randomUUID()
  const member = twin?.member ?? randomUUID()
  const secret = twin?.secret ?? randomBytes(32).toString('hex')
  const scope: string = readerScope(member)
  const headers = { authorization: guestCredential(account, member, secret) }
  let lastSeq = 0

  async function post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    const response = await request(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return { status: response.status, headers: response.headers, body: await response.json() as Body & Partial<ErrorBody> }
  }

  const pull = async (cursor = 0, resultsAfter = 0) =>
    (await post<PullAnswer>('/api/sync/pull', { sender, epoch: installation.epoch, resultsAfter, cursors: { [scope]: cursor } })).body

  return {
    account, member, secret, sender, scope, headers, post, pull,
    hello: () => post<HelloAnswer>('/api/sync/hello', { sender, language: 'en', versions: [2] }),
    /** A command with the outbox's next number, unless `seq` says otherwise. */
    command(name: WireCommand['name'], { requestId, args = {}, files, dependsOn, mid = randomUUID(), seq }: CommandParts = {}): WireCommand {
      lastSeq = seq ?? lastSeq + 1
      return {
        seq: lastSeq, mid, name, v: 1, at: 0, args,
        ...(requestId ? { requestId } : {}), ...(files ? { files } : {}), ...(dependsOn ? { dependsOn } : {}),
      }
    },
    push: (...commands: WireCommand[]) => post<PushAnswer>('/api/sync/push', { sender, epoch: installation.epoch, commands }),
    /** Every page from a cursor on, as one. */
    async pullAll(from = 0): Promise<Page> {
      const puts: Page['puts'] = []
      const dels: Page['dels'] = []
      for (let cursor = from; ;) {
        const [page] = (await pull(cursor)).pages
        if (!page) throw new Error('The own scope was not answered')
        puts.push(...page.puts)
        dels.push(...page.dels)
        if (!page.more) return { ...page, puts, dels }
        cursor = page.next
      }
    },
  }
}

export const needArgs = (more: Record<string, unknown> = {}) => ({
  path: 'full', title: 'It does not drain', text: 'Water stays in the drum', language: 'en', contact: { name: 'A client' }, ...more,
})
