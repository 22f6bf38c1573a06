// The real server with a page of ours beside it, so that the page is of its origin. Started by sync.bench.mjs, bundled.
import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { randomUUID } from 'node:crypto'
import type { RequestEvent } from '#domain/request/event.ts'
import { createApp } from '#server/app.ts'
import { loadConfig } from '#server/config.ts'
import { makeLog } from '#server/log.ts'
import { startServer } from '#server/server.ts'
import { writePublicRows } from '#server/sync/public-rows.ts'
import { fillAccount } from './rows.ts'

const [script = '', root = ''] = process.argv.slice(2)
const log = makeLog(line => { if (line.includes(' error ')) process.stderr.write(line) })
const { installation } = await startServer(loadConfig(process.env, root), log)
const app = await createApp(installation)
const { database, db } = installation

const headers = { 'content-type': 'text/html; charset=utf-8' }
const page = '<!doctype html><title>bench</title><script type="module" src="/bench.js"></script>'

async function answerBench({ pathname, searchParams }: URL): Promise<Response | undefined> {
  switch (pathname) {
    case '/bench.html': return new Response(page, { headers })
    case '/bench.js': return new Response(readFileSync(script), { headers: { 'content-type': 'text/javascript' } })
    case '/bench/fill': return Response.json(await database.transaction(trx => fillAccount(trx, Number(searchParams.get('rows')), Number(searchParams.get('seed')))))
    case '/bench/content': return Response.json(await fillContent(Number(searchParams.get('rows'))))
    case '/bench/change': return Response.json(await changeOne(searchParams.get('account') ?? '', searchParams.get('member') ?? ''))
    default: return undefined
  }
}

const fillContent = (rows: number) => database.transaction(trx => writePublicRows(trx, 'pub', Array.from({ length: rows }, (_, index) => (
  { kind: 'category', key: `c${index}`, body: { id: `c${index}`, order: index, title: { en: `Category ${index}` }, text: 'what it is for '.repeat(250) } }))))

/** One more message in the first request of an account, written as the push path writes it: event, request row, feed. */
async function changeOne(account: string, member: string): Promise<{ version: number }> {
  const { writeFeed } = await import('#server/sync/feed-repository.ts')
  const { appendEvents, lockRequest, saveRequest } = await import('#server/requests/request-repository.ts')
  const { evolve } = await import('#domain/request/evolve.ts')
  const { eventKey } = await import('#protocol/rows.ts')
  return database.transaction(async trx => {
    const first = await trx.selectFrom('request').select('id').where('account_id', '=', account).limit(1).executeTakeFirstOrThrow()
    const stored = await lockRequest(trx, database.forUpdate, account, first.id)
    if (!stored) throw new Error('The request is gone')
    const number = stored.row.lastEvent + 1
    const event = {
      requestId: first.id, mid: randomUUID(), index: 0, number, stream: 'shared', at: Date.now(), by: { kind: 'staff', id: 's', name: 'Bo' }, body: { type: 'messagePosted', text: 'On the way' },
    } as unknown as RequestEvent
    await appendEvents(trx, account, [event], number - 1)
    await saveRequest(trx, account, { ...stored, row: evolve(stored.row, event) ?? stored.row })
    return { version: await writeFeed(trx, { account, reader: member }, [
      { kind: 'event', key: eventKey(first.id, number), requestId: first.id, number }, { kind: 'request', key: first.id, requestId: first.id },
    ]) }
  })
}

const listening = serve({ fetch: async request => await answerBench(new URL(request.url)) ?? app.fetch(request), hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.stdout.write(`listening ${port}\n`)
})
process.on('SIGTERM', () => { listening.close(); process.exit(0) })
await db.selectFrom('meta').select('key').execute()
