import { once } from 'node:events'
import { createServer, request as forward, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../random.ts'

/**
 * What may befall a call on its way. `loseRequest`: the server never hears it; `loseReply`: it does, and nobody hears the server; `cutRequest`: half of the
 * request arrives; `truncate`: half of the answer does; `double`: the server hears it twice; `reorder`: it arrives after later ones; `late`: its
 * answer does; `gateway`: something before the server answers in its place, with HTML.
 */
export type LineFault = 'loseRequest' | 'loseReply' | 'cutRequest' | 'truncate' | 'double' | 'reorder' | 'late' | 'gateway'
export const lineFaults: readonly LineFault[] = ['loseRequest', 'loseReply', 'cutRequest', 'truncate', 'double', 'reorder', 'late', 'gateway']

/** What gateways, hotels and proxies say in a server's place. A redirect leads to a page to sign in. */
const gatewayStatuses = [200, 302, 401, 403, 413, 429, 500, 502, 503, 504] as const

export type FaultProxy = {
  url: string
  /** So many of a hundred calls go wrong. */
  percent: number
  /** Which faults befall them. */
  faults: readonly LineFault[]
  /** How often each has happened. */
  counts: Record<LineFault | 'passed', number>
  close: () => Promise<void>
}

type Heard = { status: number, headers: IncomingHttpHeaders, body: Buffer }

/**
 * A line that breaks, between devices and a server on this machine: seeded, so that a run can be had again. Each device comes with its own
 * `x-device` and is handed on under an address of its own, as phones in different networks are.
 */
export async function startFaultProxy(target: string, random: Random): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const counts = Object.fromEntries(['passed', ...lineFaults].map(name => [name, 0])) as FaultProxy['counts']

  /** Sends it on; `bytes` of the body alone, where it is cut. Undefined: the server cut it off. */
  function send(call: IncomingMessage, body: Buffer, bytes = body.byteLength): Promise<Heard | undefined> {
    return new Promise(done => {
      const { host: _host, connection: _connection, 'transfer-encoding': _encoding, ...headers } = call.headers
      const onward = forward({
        hostname, port, path: call.url, method: call.method,
        headers: { ...headers, 'content-length': body.byteLength, 'x-forwarded-for': addressOf(String(call.headers['x-device'] ?? '0')) },
      })
      onward.on('error', () => done(undefined))
      onward.on('response', async answer => {
        const parts: Buffer[] = []
        try {
          for await (const part of answer) parts.push(part as Buffer)
          done({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(parts) })
        } catch {
          done(undefined)
        }
      })
      if (bytes < body.byteLength) {
        onward.write(body.subarray(0, bytes))
        setTimeout(() => onward.destroy(), 20)
      } else {
        onward.end(body)
      }
    })
  }

  async function answer(call: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = random.chance(proxy.percent) ? random.pick(proxy.faults) : undefined
    const dice = random.int(0, 1_000_000)
    const body = await readAll(call)
    if (!body) return
    counts[fault ?? 'passed'] += 1
    const pass = async () => handOn(response, await send(call, body))
    switch (fault) {
      case undefined: return pass()
      case 'loseRequest': return hangUp(response)
      case 'loseReply': await send(call, body); return hangUp(response)
      case 'cutRequest': await send(call, body, Math.floor(body.byteLength / 2)); return hangUp(response)
      case 'truncate': return handOnHalf(response, await send(call, body))
      case 'double': await send(call, body); return pass()
      case 'reorder': await sleep(dice % 60); return pass()
      case 'late': {
        const heard = await send(call, body)
        await sleep(dice % 60)
        return handOn(response, heard)
      }
      case 'gateway': return answerAsGateway(response, gatewayStatuses[dice % gatewayStatuses.length]!)
      default: return fault satisfies never
    }
  }

  const server: Server = createServer((call, response) => { answer(call, response).catch(() => hangUp(response)) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`, percent: 0, faults: lineFaults, counts,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return proxy
}

const addressOf = (device: string) => `10.0.${Math.floor(Number(device) / 250) % 250}.${Number(device) % 250 + 1}`

async function readAll(call: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  try {
    for await (const part of call) parts.push(part as Buffer)
    return Buffer.concat(parts)
  } catch {
    return undefined
  }
}

const hangUp = (response: ServerResponse) => { response.socket?.destroy() }

function plainHeaders({ connection: _connection, 'transfer-encoding': _encoding, 'keep-alive': _alive, ...headers }: IncomingHttpHeaders) {
  return headers as Record<string, string | string[]>
}

function handOn(response: ServerResponse, heard: Heard | undefined) {
  if (!heard) return hangUp(response)
  response.writeHead(heard.status, { ...plainHeaders(heard.headers), 'content-length': heard.body.byteLength })
  response.end(heard.body)
}

function handOnHalf(response: ServerResponse, heard: Heard | undefined) {
  if (!heard) return hangUp(response)
  response.writeHead(heard.status, { ...plainHeaders(heard.headers), 'content-length': heard.body.byteLength })
  response.write(heard.body.subarray(0, Math.floor(heard.body.byteLength / 2)), () => hangUp(response))
}

function answerAsGateway(response: ServerResponse, status: number) {
  const page = '<!doctype html><title>Welcome</title><form action="/login">Room and name, please</form>'
  response.writeHead(status, {
    'content-type': 'text/html', 'content-length': page.length,
    ...(status === 302 ? { location: 'http://127.0.0.1:9/login' } : {}), ...(status === 429 || status === 503 ? { 'retry-after': '1' } : {}),
  })
  response.end(page)
}
