import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanEnvironment } from '../clean-environment.ts'
import { runServer, type RunningServer } from './running-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What a person at a terminal gets to see. */
type Told = { code: number | null, words: string }

function begin(file: string, words: readonly string[], settings: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, 'dist/server', file), ...words], { cwd: root, env: { ...cleanEnvironment(), NODE_ENV: 'production', ...settings } })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { printed += text.toString() })
  const told = new Promise<Told>(resolve => { child.once('close', code => { resolve({ code, words: printed }) }) })
  return { child, told }
}

const run = (file: string, words: readonly string[], settings: Record<string, string>) => begin(file, words, settings).told

describe('the owner at the terminal', () => {
  let server: RunningServer
  let folder: string
  const own = (name: string) => join(folder, name)

  beforeAll(async () => {
    server = await runServer()
    folder = mkdtempSync(join(tmpdir(), 'servus-owner-'))
  })
  afterAll(async () => {
    await server?.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  it.each([
    ['an address that is none', { SERVUS_URL: 'nonsense' }, /SERVUS_URL must be an address such as https:/],
    ['an address with a path', { SERVUS_URL: 'https://example.com/portal' }, /SERVUS_URL .* without a path/],
    ['a port that is no number', { PORT: 'abc' }, /PORT must be a whole number/],
    ['a port that cannot be', { PORT: '70000' }, /PORT must be at most 65535/],
    ['a setting with a typing error', { SERVUS_DEMOO: '1' }, /SERVUS_DEMOO is not a setting/],
    ['a database address of another kind', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL must be an address such as postgres:/],
    ['a secret in a file that is not there', { DATABASE_URL_FILE: '/nowhere/secret' }, /DATABASE_URL_FILE names a file that cannot be read/],
    ['mail without a sender', { SERVUS_SMTP_URL: 'smtp://localhost' }, /SERVUS_MAIL_FROM is needed/],
  ])('does not start with %s, and says what is wrong', async (_name, settings: Record<string, string>, words) => {
    const told = await run('main.js', [], { SERVUS_DATA: own('never'), ...settings })
    expect(told.words).toMatch(words)
    expect(told.words).not.toMatch(/^\s+at /m)
    expect(told.code).toBe(1)
  })

  it('tells all that is wrong with the settings at once', async () => {
    const { words } = await run('main.js', [], { SERVUS_URL: 'nonsense', PORT: 'abc', SERVUS_DATA: own('never') })
    expect(words).toMatch(/SERVUS_URL/)
    expect(words).toMatch(/PORT/)
  })

  it.each([
    ['a data folder below a file', () => ({ SERVUS_DATA: join(root, 'package.json', 'data') }), /cannot be a folder.*SERVUS_DATA/],
    ['a port that somebody has', () => ({ SERVUS_DATA: own('other'), PORT: new URL(server.url).port }), /port is in use.*PORT=8081/i],
    ['demo content that is not there', () => ({ SERVUS_DATA: own('empty'), SERVUS_CONTENT: own('nothing'), PORT: '18911' }), /SERVUS_CONTENT.*cannot be used\n.*business\.yaml:1: is missing/],
  ])('does not start with %s, and says so in plain words', async (_name, settings, words) => {
    const told = await run('main.js', [], settings())
    expect(told.words).toMatch(words)
    expect(told.words).not.toMatch(/^\s+at /m)
    expect(told.code).toBe(1)
  })

  it('does not give one data folder to two processes', async () => {
    const told = await run('main.js', [], { SERVUS_DATA: server.dataFolder, PORT: '18912' })
    expect(told.words).toMatch(/in use by another Servus process/)
    expect(told.words).toMatch(/SERVUS_DATA/)
    expect(told.code).toBe(1)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  it('names file, line and field of what is wrong in a content folder, and changes nothing', async () => {
    const content = own('content')
    cpSync(join(root, 'src/content'), content, { recursive: true })
    const change = (file: string, from: RegExp | string, to: string) => {
      const before = readFileSync(join(content, file), 'utf8')
      const after = before.replace(from, to)
      expect(after).not.toBe(before)
      writeFileSync(join(content, file), after)
    }
    change('services/remote-help.yaml', /^order: 6$/m, 'order: six')
    change('articles/flat-tyre.en.md', /^title:.*\n/m, '')
    change('business.yaml', /^(\w+): /m, '$1: [')
    const told = await run('content.js', [content, '--dry-run'], { SERVUS_DATA: own('content-data') })
    expect(told.code).toBe(1)
    expect(told.words).toMatch(/services\/remote-help\.yaml:3: order must be a number/)
    expect(told.words).toMatch(/articles\/flat-tyre\.en\.md:\d+: title is missing/)
    expect(told.words).toMatch(/business\.yaml:\d+: /)
    expect(told.words).toMatch(/Nothing was changed/)
    expect(told.words).not.toMatch(/^\s+at /m)
  })

  it('names a place that leads nowhere between two files', async () => {
    const content = own('astray')
    cpSync(join(root, 'src/content'), content, { recursive: true })
    const file = join(content, 'services/puncture-repair.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^category: .*$/m, 'category: boats'))
    const told = await run('content.js', [content, '--dry-run'], { SERVUS_DATA: own('content-data') })
    expect(told).toEqual({ code: 1, words: expect.stringMatching(/services\/puncture-repair\.yaml:2: category .*boats/) as unknown })
  })

  it('explains the content command where it is given wrongly', async () => {
    expect(await run('content.js', [], {})).toMatchObject({ code: 2, words: expect.stringMatching(/npm run content -- <folder>/) as unknown })
    expect(await run('content.js', [own('nowhere')], {})).toMatchObject({ code: 2, words: expect.stringMatching(/There is no folder .*nowhere/) as unknown })
    expect(await run('content.js', [join(root, 'src/content'), '--dryrun'], {})).toMatchObject({ code: 2 })
  })

  it('loads content once: a dry run changes nothing, and the second time nothing is left to change', async () => {
    const settings = { SERVUS_DATA: own('loaded') }
    const content = join(root, 'src/content')
    const tried = await run('content.js', [content, '--dry-run'], settings)
    expect(tried.words).toMatch(/A dry run: \d+ added/)
    const first = await run('content.js', [content], settings)
    expect(first.words).toMatch(/Loaded: \d+ added/)
    expect(first.words.match(/^added /gm)).toHaveLength(tried.words.match(/^added /gm)!.length)
    expect(await run('content.js', [content], settings)).toEqual({ code: 0, words: expect.stringMatching(/^Everything is as it was: nothing to change\.\n$/m) as unknown })
  })

  it('ends cleanly within three seconds of SIGTERM while pages listen for hints, and begins again with everything', async () => {
    const { code } = await post('/api/session/code', { email: 'vera@client.example', language: 'en' }).then(answer => answer.json()) as { code: string }
    const signedIn = await post('/api/session', { email: 'vera@client.example', code, language: 'en' })
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
    const head = await (await fetch(`${server.url}/api/content/head`)).json() as { versions: unknown, epoch: string }

    const stream = await fetch(`${server.url}/api/sync/events`, { headers: { cookie } })
    expect(stream.headers.get('content-type')).toMatch(/text\/event-stream/)
    const ended = stream.text().then(() => true, () => true)
    const startedAt = Date.now()
    expect(await server.stop()).toBe(0)
    expect(Date.now() - startedAt).toBeLessThan(3_000)
    expect(await ended).toBe(true)

    await server.start()
    expect(await (await fetch(`${server.url}/api/content/head`)).json()).toMatchObject({ versions: head.versions, epoch: head.epoch })
    expect(await (await fetch(`${server.url}/api/session`, { headers: { cookie } })).json()).toMatchObject({ member: { email: 'vera@client.example' } })
  })

  it('keeps the clean end where the signal comes twice', async () => {
    const { child, told } = begin('main.js', [], { SERVUS_DATA: own('twice'), PORT: '18913' })
    await new Promise<void>(resolve => { child.stdout.on('data', (text: Buffer) => { if (text.toString().includes(':18913')) resolve() }) })
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(await told).toMatchObject({ code: 0 })
  })

  const post = (path: string, body: unknown) =>
    fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}, 240_000)
