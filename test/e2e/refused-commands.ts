import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'

/** Puts into the outbox of the person on this device what the server has refused: a message, a yes, an answer, and two photos that cannot go. */
export async function putRefused(page: Page, idByName: Record<string, string>) {
  const agree = { optionId: 'repair', revision: 1, total: 150_000, most: 190_000, termsHash: 'a'.repeat(64), name: 'Vera Lind' }
  const refused = [
    { name: 'postMessage', request: 'closed', args: { text: 'Half a messa' }, code: 'invalid' },
    { name: 'agree', request: 'agreeing', args: agree, code: 'revision-changed' },
    { name: 'answer', request: 'offered', args: { text: 'It is the blue one, bought in spring.' }, code: 'not-allowed-now' },
  ]
  const rows = refused.map(({ name, request, args, code }, index) => {
    const mid = randomUUID()
    return {
      command: { mid, requestId: idByName[request], name, args, order: 1_000 + index, sender: randomUUID(), seq: 1_000 + index, at: Date.now(), state: 'attention', changedAt: Date.now() },
      result: { mid, at: Date.now(), result: { kind: 'rejected', rejection: { code, params: {}, canDo: [] } } },
    }
  })
  const files = ['too-large', 'wrong-type'].map(code => (
    { id: randomUUID(), mid: randomUUID(), requestId: idByName.closed, sha256: 'a'.repeat(64), size: 9_400_000, type: 'image/jpeg', parts: 1, state: 'refused', code }))
  await page.evaluate(write, { rows, files })
}

type Rows = { rows: { command: object, result: object }[], files: object[] }

/** Runs in the page, past the app: what it shows is read anew at its next start. */
async function write({ rows, files }: Rows) {
  const name = (await indexedDB.databases()).find(database => database.name?.startsWith('servus-outbox-'))!.name!
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name)
    opening.onsuccess = () => { resolve(opening.result) }
    opening.onerror = () => { reject(new Error(name)) }
  })
  await new Promise((resolve, reject) => {
    const writing = database.transaction(['commands', 'results', 'files'], 'readwrite')
    for (const { command, result } of rows) {
      writing.objectStore('commands').put(command)
      writing.objectStore('results').put(result)
    }
    for (const file of files) writing.objectStore('files').put(file)
    writing.oncomplete = resolve
    writing.onerror = reject
  })
  database.close()
}
