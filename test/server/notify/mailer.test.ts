import { afterEach, describe, expect, it } from 'vitest'
import { languages } from '#domain/language.ts'
import { makeLog } from '#server/log.ts'
import { makeMailer } from '#server/notify/mailer.ts'
import { writeSignInMail } from '#server/notify/sign-in-mail.ts'
import { startMailServer } from './mail-server.ts'

/** Undoes the transfer encodings of mail: base64 and quoted-printable, part by part. */
const decoded = (source: string) => source.split(/\r?\n--/).map(part => {
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const body = rest.join('\n')
  return head + (/encoding: base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : unquoted(body))
}).join('\n')

const unquoted = (text: string) => Buffer.from(
  text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1',
).toString('utf8')

describe('A mail with a code', () => {
  const stops: (() => Promise<void> | void)[] = []
  afterEach(async () => { for (const stop of stops.splice(0)) await stop() })

  async function open(refuses = false) {
    const server = await startMailServer({ refuses })
    const mailer = makeMailer({ smtpUrl: server.url, mailFrom: 'Kvarn <help@kvarn.example>' }, makeLog(() => undefined))
    stops.push(mailer.close, server.stop)
    return { server, mailer }
  }

  it.each(languages)('reaches the mail server with code and business, as text and as HTML, in %s', async language => {
    const { server, mailer } = await open()
    await mailer.send(await writeSignInMail({ to: 'anna@demo.example', code: '012345', business: 'Kvarn & Co', language }))
    const [mail] = server.received
    expect(mail).toMatchObject({ from: 'help@kvarn.example', to: ['anna@demo.example'] })
    const text = decoded(mail!.source)
    expect(text).toContain('Content-Type: text/plain')
    expect(text).toContain('Content-Type: text/html')
    expect(text.match(/012345/g)!.length).toBeGreaterThanOrEqual(2)
    expect(text).toContain('Kvarn &amp; Co')
    expect(text).not.toMatch(/https?:\/\//)
  })

  it('differs between the languages', async () => {
    const texts = await Promise.all(languages.map(async language => (await writeSignInMail({ to: 'a@b.example', code: '012345', business: 'Kvarn', language })).text))
    expect(new Set(texts).size).toBe(languages.length)
  })

  it('cannot be given further headers by a business\'s name', async () => {
    const { server, mailer } = await open()
    await mailer.send(await writeSignInMail({ to: 'anna@demo.example', code: '012345', business: 'Kvarn\r\nBcc: evil@evil.example', language: 'en' }))
    expect(server.received[0]!.to).toEqual(['anna@demo.example'])
    expect(server.received[0]!.source.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im)
  })

  it('fails loudly where the mail server does not take it', async () => {
    const { mailer } = await open(true)
    await expect(mailer.send({ to: 'anna@demo.example', subject: 's', text: 't', html: 'h' })).rejects.toThrow()
  })

  it('is not lost in silence where no mail server is configured', async () => {
    const lines: string[] = []
    const mailer = makeMailer({ mailFrom: 'a@b.example' }, makeLog(line => { lines.push(line) }))
    await mailer.send({ to: 'anna@demo.example', subject: 'The subject', text: 't', html: 'h' })
    expect(mailer.isReal).toBe(false)
    expect(lines.join('')).toContain('The subject')
  })
})
