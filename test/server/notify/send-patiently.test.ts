import { afterEach, describe, expect, it } from 'vitest'
import { makeLog } from '#server/log.ts'
import { makeMailer } from '#server/notify/mailer.ts'
import { sendPatiently } from '#server/notify/send-patiently.ts'
import { freePort } from '../../free-port.ts'
import { startMailServer } from './mail-server.ts'

const mail = { to: 'anna@demo.example', subject: 'Your code', text: '012345', html: '<p>012345</p>' }

describe('A mail that has to wait', () => {
  const stops: (() => Promise<void> | void)[] = []
  afterEach(async () => { for (const stop of stops.splice(0)) await stop() })

  function open(port: number) {
    const mailer = makeMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'Kvarn <help@kvarn.example>' }, makeLog(() => undefined))
    stops.push(mailer.close)
    return mailer
  }

  it('fault 35: waits while the mail server is down, and is sent once', async () => {
    const port = await freePort()
    const mailer = open(port)
    const pauses: number[] = []
    let server: Awaited<ReturnType<typeof startMailServer>> | undefined
    await sendPatiently(mailer, mail, {
      until: Date.now() + 600_000,
      async pause(ms) {
        pauses.push(ms)
        if (pauses.length === 3) server = await startMailServer({ port })
      },
    })
    stops.push(server!.stop)
    expect(pauses).toHaveLength(3)
    expect(pauses.every((ms, index) => ms <= 1_000 * 2 ** index)).toBe(true)
    expect(server!.received.map(received => received.to)).toEqual([['anna@demo.example']])
  })

  it('is the same mail, by its Message-ID, where an acceptance was not heard', async () => {
    const server = await startMailServer({ losesReplies: 1 })
    stops.push(server.stop)
    await sendPatiently(open(Number(new URL(server.url).port)), mail, { until: Date.now() + 600_000, pause: async () => undefined })
    const ids = server.received.map(({ source }) => /^Message-ID: (<.+>)/im.exec(source)?.[1])
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('is given up where it is refused for good, or of no use any more', async () => {
    const refusing = await startMailServer({ refuses: true })
    stops.push(refusing.stop)
    let pauses = 0
    const pause = async () => { pauses++ }
    await expect(sendPatiently(open(Number(new URL(refusing.url).port)), mail, { until: Date.now() + 600_000, pause })).rejects.toThrow(/550/)
    expect(pauses).toBe(0)
    await expect(sendPatiently(open(await freePort()), mail, { until: Date.now() + 100, pause })).rejects.toThrow(/ECONNREFUSED/)
    expect(pauses).toBe(0)
  })
})
