import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { guestCredential } from '#protocol/session.ts'

/** One call as a device of version 1 makes it. */
export type OldCall = { title: string, method: 'GET' | 'POST' | 'PUT', path: string, headers: Record<string, string>, body?: BodyInit }

const id = (last: string) => `0190a6e2-0000-7000-8000-${last.padStart(12, '0')}`
const account = id('a')
const member = id('b')
const sender = id('c')
const request = id('d')
const file = id('e')
const scope = `r:${member}`

const version = { 'servus-protocol': 'servus-sync/1' }
const guest = { ...version, authorization: guestCredential(account, member, '5a'.repeat(32)) }
const json = { 'content-type': 'application/json' }

const post = (title: string, path: string, body: unknown, headers: Record<string, string> = guest): OldCall =>
  ({ title, method: 'POST', path, headers: { ...headers, ...json }, body: JSON.stringify(body) })

/**
 * Everything that a device of version 1 says, on a server that knows the small shop. `epoch` is the server's, which is made at random; all other
 * parts are the same each time. What was answered when version 1 was the newest lies in version-1-answers.json.
 */
export async function oldConversation(epoch: string): Promise<OldCall[]> {
  const photo = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#0b6b61' } }).png().toBuffer()
  const files = [{ id: file, sha256: createHash('sha256').update(photo).digest('hex'), size: photo.byteLength, type: 'image/png' }]
  const command = (seq: number, name: string, args: unknown, more: object = {}) => ({ seq, mid: id(`f${seq}`), requestId: request, name, v: 1, at: 0, args, ...more })
  const need = { path: 'full', title: 'It does not drain', text: 'Water stays in the drum', language: 'en', contact: { name: 'Ada' } }
  const submit = command(1, 'submit', need, { files })
  const push = (title: string, ...commands: unknown[]) => post(title, '/api/sync/push', { sender, epoch, commands })
  const pull = (title: string, cursor: number, resultsAfter: number) => post(title, '/api/sync/pull', { sender, epoch, resultsAfter, cursors: { [scope]: cursor } })
  return [
    post('hello', '/api/sync/hello', { sender, language: 'en', versions: [1] }),
    post('hello of a version that nobody serves', '/api/sync/hello', { sender, language: 'en', versions: [9] }),
    push('a need with a photo, a message, a void, a refused command and one that depends on it',
      submit,
      command(2, 'postMessage', { text: 'It is the blue one' }, { dependsOn: [1] }),
      { seq: 3, mid: id('f3'), requestId: request, name: 'void', v: 1, at: 0, args: {} },
      command(4, 'accept', {}),
      command(5, 'postMessage', { text: 'And thanks' }, { dependsOn: [4] })),
    push('the same again', submit),
    push('another mid under a seq that was taken', { ...submit, mid: id('ff') }),
    push('a seq that comes too early', command(9, 'postMessage', { text: 'Hello?' })),
    post('a push of another epoch', '/api/sync/push', { sender, epoch: 'another', commands: [command(6, 'postMessage', { text: 'Later' })] }),
    pull('everything', 0, 0),
    pull('nothing new', 5, 5),
    post('an unknown field', '/api/sync/pull', { sender, epoch, resultsAfter: 0, cursors: {}, extra: 1 }),
    post('without a credential', '/api/sync/pull', { sender, epoch, resultsAfter: 0, cursors: {} }, version),
    { title: 'the photo', method: 'PUT', path: `/api/files/${file}`, headers: { ...guest, 'content-type': 'image/png' }, body: new Uint8Array(photo) },
    { title: 'a file that nobody declared', method: 'PUT', path: `/api/files/${id('99')}`, headers: { ...guest, 'content-type': 'image/png' }, body: new Uint8Array(photo) },
    { title: 'the photo as it is served', method: 'GET', path: `/api/files/${file}?size=thumb`, headers: guest },
    { title: 'what is public', method: 'GET', path: '/api/content/head', headers: version },
    { title: 'the catalog', method: 'GET', path: '/api/content/pub?since=0', headers: version },
    { title: 'the English texts', method: 'GET', path: '/api/content/pub%3Aen?since=0', headers: version },
    { title: 'an address that does not exist', method: 'GET', path: '/api/nothing', headers: version },
  ]
}

/** What was answered, without what is random. */
export type OldAnswer = { title: string, status: number, protocol: string | null, body?: unknown }

export async function hearOld(call: OldCall, epoch: string, send: (path: string, init: RequestInit) => Promise<Response>): Promise<OldAnswer> {
  const { title, method, path, headers, body } = call
  const response = await send(path, { method, headers, ...(body === undefined ? {} : { body }) })
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return {
    title, status: response.status, protocol: response.headers.get('servus-protocol'),
    ...(isJson ? { body: JSON.parse((await response.text()).replaceAll(epoch, 'THE EPOCH')) as unknown } : {}),
  }
}
