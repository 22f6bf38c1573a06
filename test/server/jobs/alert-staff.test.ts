import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { alertStaff } from '#server/jobs/alert-staff.ts'
import { hourMs, minuteMs } from '#server/jobs/job.ts'
import type { Mail } from '#server/notify/mailer.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, type TestInstallation } from '../make-installation.ts'

describeOnBoth('Whoever is to know of a new request', kind => {
  let server: TestInstallation
  let client: Device
  let anna: DeskPerson
  let sofia: DeskPerson
  let isAway = false
  const sent: Mail[] = []
  beforeAll(async () => {
    server = await makeInstallation(kind)
    client = makeDevice(server)
    await client.hello()
    sofia = await makeDeskPerson(server, 'Sofia', ['manager'])
    server.clock.now += 1_000
    anna = await makeDeskPerson(server, 'Anna', ['reception'])
  })
  beforeEach(() => {
    sent.length = 0
    isAway = false
  })
  afterAll(() => server.stop())

  const run = () => alertStaff({
    ...server.installation,
    mailer: {
      isReal: true, close: () => undefined,
      send: async mail => {
        if (isAway) throw new Error('the mail server is away')
        sent.push(mail)
      },
    },
  }, () => false)
  async function submitted() {
    const requestId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs({ contact: { name: 'Karin', phone: '+46 70 123 45 67' } }) }))
    return requestId
  }

  it('is one named person of reception, told once, with what it is about and the way to it', async () => {
    const requestId = await submitted()
    await Promise.all([run(), run()])
    await run()
    expect(sent.map(mail => mail.to)).toEqual(['anna@staff.example'])
    expect(sent[0]!.text).toContain(`/desk/requests/${requestId}?account=${client.account}`)
    expect(sent[0]!.text).toContain('Water stays in the drum')
    expect(sent[0]!.text).toContain('+46 70 123 45 67')
    await anna.act('take', requestId)
  })

  it('is told later where the mail server was away, under the same name of the mail', async () => {
    const requestId = await submitted()
    isAway = true
    await run()
    expect(sent).toEqual([])
    isAway = false
    await run()
    expect(sent).toEqual([])
    server.clock.now += minuteMs
    await run()
    expect(sent.map(mail => mail.messageId)).toEqual([`<new-${requestId}-${client.account}@servus>`])
    await anna.act('take', requestId)
  })

  it('is left in peace where somebody has taken it up, or where staff took it in', async () => {
    const requestId = await submitted()
    await anna.act('take', requestId)
    await anna.give('submit', randomUUID(), { account: client.account, args: needArgs() })
    await run()
    expect(sent).toEqual([])
  })

  it('is the manager where nobody has taken it up in time, once', async () => {
    const requestId = await submitted()
    await run()
    expect(sent.map(mail => mail.to)).toEqual(['anna@staff.example'])
    await server.installation.db.updateTable('request').set({ due_at: server.clock.now + 2 * hourMs }).where('id', '=', requestId).execute()
    await run()
    expect(sent).toHaveLength(1)
    server.clock.now += 95 * minuteMs
    await run()
    await run()
    expect(sent.map(mail => mail.to)).toEqual(['anna@staff.example', 'sofia@staff.example'])
    expect(sent[1]!.subject).toContain('Still waiting')
    expect(sofia.id).not.toBe(anna.id)
  })
})
