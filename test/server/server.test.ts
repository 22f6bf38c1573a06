import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig, type Config } from '#server/config.ts'
import { makeLog } from '#server/log.ts'
import { startServer, type RunningServer } from '#server/server.ts'
import { writeWelcome } from '#server/welcome.ts'
import { guestHeader } from './identity/sign-in-as.ts'

const port = 8112
const base = `http://127.0.0.1:${port}`

describe('A running server', () => {
  let folder: string
  let config: Config
  let server: RunningServer | undefined
  const lines: string[] = []
  const start = async () => server = await startServer(config, makeLog(line => { lines.push(line) }))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'servus-run-'))
    config = loadConfig({ PORT: String(port), SERVUS_DATA: folder, SERVUS_DIST: join(folder, 'none') }, process.cwd())
  })
  afterEach(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(base + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

  it('shows the demo at once, and keeps everything over a second start', async () => {
    await start()
    const guest = guestHeader(1)
    const hello = JSON.stringify({ sender: guest.sender, language: 'en', versions: [2] })
    expect((await post('/api/sync/hello', hello, guest.headers)).status).toBe(200)
    const head = await (await fetch(`${base}/api/content/head`)).json() as { epoch: string, versions: object }
    await server!.stop()
    await expect(fetch(`${base}/healthz`)).rejects.toThrow()
    await start()
    expect(await (await fetch(`${base}/api/content/head`)).json()).toMatchObject({ epoch: head.epoch, versions: head.versions })
    const again = { account: guest.account, member: guest.member }
    expect(await server!.installation.db.selectFrom('member').select(['account_id as account', 'id as member']).execute()).toEqual([again])
    expect(await server!.installation.db.selectFrom('staff').select('id').execute()).toHaveLength(5)
  })

  it('ends cleanly while somebody listens to its hints', async () => {
    await start()
    const guest = guestHeader(1)
    await post('/api/sync/hello', JSON.stringify({ sender: guest.sender, language: 'en', versions: [2] }), guest.headers)
    const events = await fetch(`${base}/api/sync/events`, { headers: guest.headers })
    const reader = events.body!.getReader()
    await reader.read()
    const began = Date.now()
    const ended = (async () => { while (!(await reader.read()).done) { /* until the server ends it */ } })()
    await server!.stop()
    await ended
    expect(Date.now() - began).toBeLessThan(1_500)
  })

  it('cuts off a body without end and lives on', async () => {
    await start()
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => undefined)
    socket.write('POST /api/session/code HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n')
    let answer = ''
    socket.on('data', part => { answer += String(part) })
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    for (let sent = 0; sent < 40 && !answer; sent++) {
      socket.write(chunk)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    await expect.poll(() => answer).toContain('413')
    socket.destroy()
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })

  it('refuses a port that is taken, and leaves the data free', async () => {
    await start()
    const other = { ...config, dataFolder: join(folder, 'other') }
    const second = () => startServer(other, makeLog(() => undefined))
    await expect(second()).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await server!.stop()
    server = await second()
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
  })

  it('tells whoever started it where to go and how to sign in', () => {
    const text = writeWelcome(config)
    for (const part of [`${base}/`, `${base}/desk/`, 'all@demo.example', 'reception@demo.example', folder]) expect(text).toContain(part)
    expect(writeWelcome({ ...config, isDemo: false })).not.toContain('demo.example')
  })
})
