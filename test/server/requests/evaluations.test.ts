import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ContentPage } from '#protocol/messages.ts'
import { describeOnBoth } from '../databases.ts'
import { type DeskPerson, makeDeskPerson, offerArgs } from '../desk-person.ts'
import { type Device, makeDevice, needArgs } from '../device.ts'
import { makeInstallation, startOfTests, type TestInstallation } from '../make-installation.ts'
import { openShop, service, termsHash } from '../small-shop.ts'

describeOnBoth('An evaluation', kind => {
  let server: TestInstallation
  let client: Device
  let alex: DeskPerson
  beforeAll(async () => {
    server = await makeInstallation(kind)
    await openShop(server.installation)
    client = makeDevice(server)
    await client.hello()
    await server.installation.db.updateTable('member').set({ is_confirmed: 1 }).where('id', '=', client.member).execute()
    alex = await makeDeskPerson(server, 'Alex', ['reception', 'executor', 'support', 'manager'])
  })
  afterAll(() => server.stop())

  async function agreed(): Promise<string> {
    const requestId = randomUUID()
    await client.push(client.command('submit', { requestId, args: needArgs({ serviceId: service.id, answers: {} }) }))
    await alex.act('propose', requestId, { args: offerArgs(startOfTests + 86_400_000) })
    const { body } = await client.push(
      client.command('chooseOption', { requestId, args: { optionId: 'repair', revision: 1 } }),
      client.command('agree', { requestId, args: { optionId: 'repair', revision: 1, total: 95_000, most: 95_000, termsHash, name: 'A client' } }),
    )
    expect(body.lines.map(line => line.status !== 'later' && line.result.kind)).toEqual(['applied', 'applied'])
    return requestId
  }
  const evaluate = (requestId: string, grade: number, publish: boolean, more: Record<string, unknown> = {}) =>
    client.push(client.command('evaluate', { requestId, args: { id: randomUUID(), stage: 'agreement', grade, publish, ...more } }))
  const publicRows = async () => (await (await server.request('/api/content/pub')).json() as ContentPage).page.puts.filter(put => ['rating', 'evaluation'].includes(put.kind))

  it('[S59] counts in the service\'s rating; its words are public only where their writer agreed', async () => {
    const [first, second] = [await agreed(), await agreed()]
    expect((await alex.open(first)).item.request).toMatchObject({ state: 'agreed', warrantyMonths: 12, agreement: { termsId: 'terms-1' } })
    await evaluate(first, 5, true, { text: 'Kind and quick', aspects: { quality: 4 } })
    await evaluate(second, 2, false, { text: 'For you alone', aspects: { quality: 5, speed: 1 } })
    const rows = await publicRows()
    expect(rows.find(row => row.kind === 'rating')).toMatchObject({ key: 'pump', body: { serviceId: 'pump', count: 2, mean: 3.5, means: { quality: 4.5, speed: 1 } } })
    expect(rows.filter(row => row.kind === 'evaluation').map(row => row.body)).toMatchObject([{ serviceId: 'pump', grade: 5, text: 'Kind and quick', language: 'en', at: startOfTests }])
    expect(JSON.stringify(rows)).not.toMatch(/For you alone|A client/)
  })

  it('carries the answer of the business once there is one', async () => {
    const requestId = await agreed()
    await evaluate(requestId, 4, true, { text: 'Fine' })
    const evaluationId = (await alex.open(requestId)).item.request.evaluations[0]!.id
    await alex.act('answerEvaluation', requestId, { args: { evaluationId, text: 'Thank you' } })
    const rows = (await publicRows()).filter(row => row.kind === 'evaluation')
    expect(rows.map(row => row.body)).toContainEqual(expect.objectContaining({ text: 'Fine', answer: 'Thank you' }))
    expect(rows).toHaveLength(2)
  })

  it('[S59] cannot take the place of another by an id that its device made up', async () => {
    const [first, second] = [await agreed(), await agreed()]
    const id = randomUUID()
    const before = (await publicRows()).filter(row => row.kind === 'evaluation').length
    for (const requestId of [first, second]) await evaluate(requestId, 3, true, { id })
    expect((await publicRows()).filter(row => row.kind === 'evaluation')).toHaveLength(before + 2)
  })

  it('[S59] is not counted when it is refused or sent again', async () => {
    const requestId = await agreed()
    const once = client.command('evaluate', { requestId, args: { id: randomUUID(), stage: 'agreement', grade: 1, publish: false } })
    const count = async () => (await publicRows()).find(row => row.kind === 'rating')?.body as { count: number }
    const { count: before } = await count()
    await client.push(once)
    await client.push(once)
    await evaluate(requestId, 1, true)
    expect((await count()).count).toBe(before + 1)
  })
})
