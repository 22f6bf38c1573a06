// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drafts } from '#local/drafts.ts'
import { readOutbox } from '#local/outbox.ts'
import { openStorage } from '#local/storage.ts'
import NewRequestPage from '../../../src/portal/requests/NewRequestPage.vue'
import { startDraft } from '../../../src/portal/requests/start-draft.ts'
import { buttonNamed, content, emptyDevice, fetchContent, open, until, type Shown } from '../device-page.ts'

let shown: Shown
const openForm = async (address: string) => {
  shown = await open(NewRequestPage, '/requests/new', address)
  await until(() => shown.page.find('h1').exists(), 'a heading')
  return shown.page
}
const reload = async () => {
  const address = shown.router.currentRoute.value.fullPath
  shown.page.unmount()
  return openForm(address)
}

const heading = (page: VueWrapper) => page.find('h1').text()
const fill = (page: VueWrapper, name: string, text: string) => page.find(`[name="${name}"]`).setValue(text)
const goOn = (page: VueWrapper) => page.find('form').trigger('submit')
const isAt = (page: VueWrapper, title: string) => until(() => heading(page) === title, `the page "${title}"`)
const isKept = async (text: string) => {
  for (let tries = 0; tries < 100 && !JSON.stringify(await drafts()).includes(text); tries++) await new Promise(resolve => setTimeout(resolve, 20))
  expect(JSON.stringify(await drafts())).toContain(text)
}

const what = 'What do you need help with?'
const where = 'Where and when?'
const contact = 'How can we reach you?'
const check = 'Check your answers'

async function writeOrder(page: VueWrapper) {
  await fill(page, 'text', 'The washing machine does not drain\nSince Tuesday.')
  await goOn(page)
  await isAt(page, where)
  await fill(page, 'place', 'Mill Street 1')
  await goOn(page)
  await isAt(page, contact)
  await fill(page, 'name', 'Eva')
  await fill(page, 'email', 'eva@example.com')
  await goOn(page)
  await isAt(page, check)
}

beforeEach(async () => {
  await emptyDevice()
  await fetchContent()
})
afterEach(() => shown.page.unmount())

describe('the request form', () => {
  it('shows what is wrong on top and at the field, goes to the summary and leads from there to the field', async () => {
    const page = await openForm('/requests/new')
    await goOn(page)
    await until(() => page.find('.errors').exists(), 'a summary')
    expect(document.activeElement).toBe(page.find('.errors').element)
    expect(page.find('textarea').attributes('aria-invalid')).toBe('true')
    expect(document.getElementById(page.find('textarea').attributes('aria-describedby')!.split(' ').at(-1)!)?.textContent).toContain('Tell us in a few words')
    await page.find('.errors a').trigger('click')
    expect(document.activeElement).toBe(page.find('textarea').element)
    expect(heading(page)).toBe(what)
  })

  it('keeps what is typed over a reload, on the page where it was', async () => {
    const page = await openForm('/requests/new')
    await fill(page, 'text', 'It does not drain')
    await goOn(page)
    await isAt(page, where)
    await fill(page, 'place', 'Mill Street 1')
    await isKept('Mill Street 1')
    const again = await reload()
    expect(heading(again)).toBe(where)
    expect(again.find<HTMLTextAreaElement>('[name="place"]').element.value).toBe('Mill Street 1')
  })

  it('lets nobody stand on a page whose earlier ones are empty', async () => {
    const page = await openForm('/requests/new?step=check')
    await isAt(page, what)
  })

  it('asks page after page, then saves the request on this device and says so, and not that it was sent', async () => {
    const page = await openForm('/requests/new')
    await writeOrder(page)
    expect(page.text()).toContain('Mill Street 1')
    await goOn(page)
    await isAt(page, 'Saved on this device')
    expect(page.text()).toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/)
    expect(page.text()).not.toMatch(/\b(was|is) sent\b|received by us/i)
    const { waiting } = await readOutbox()
    expect(waiting.map(({ command }) => command.args)).toEqual([expect.objectContaining({
      path: 'full', title: 'The washing machine does not drain', place: 'Mill Street 1', contact: { name: 'Eva', email: 'eva@example.com', channel: 'email' },
    })])
    expect(waiting[0]!.command.requestId).toBe(shown.router.currentRoute.value.query.sent)
    expect(await drafts()).toEqual([])
  })

  it('says when it was received once the server\'s word is here', async () => {
    const page = await openForm('/requests/new')
    await writeOrder(page)
    await goOn(page)
    await isAt(page, 'Saved on this device')
    const { requests } = { requests: await (await import('#local/requests.ts')).projectedRequests() }
    const [{ request, reader }] = requests as [typeof requests[number]]
    const storage = await openStorage()
    const at = Date.now()
    const scope = `r:${reader}`
    await storage.baseOf(reader).rows.put({ scope, fill: 1, kind: 'request', key: request.id, version: 1, body: { ...request, createdAt: at } })
    await storage.baseOf(reader).feeds.put({ scope, shown: 1, cursor: 1, settled: 1 })
    await storage.outboxOf(reader).commands.toCollection().modify({ state: 'arrived' })
    await isAt(page, 'We have it')
    expect(page.text()).toContain('Received by us at')
  })

  it('does not ask a second time how to reach somebody, but shows it to be checked', async () => {
    const first = await openForm('/requests/new')
    await writeOrder(first)
    await goOn(first)
    await isAt(first, 'Saved on this device')
    first.unmount()
    const page = await openForm('/requests/new')
    expect(page.text()).toContain('Step 1 of 3')
    await fill(page, 'text', 'Now the fridge')
    await goOn(page)
    await isAt(page, where)
    expect(page.find<HTMLTextAreaElement>('[name="place"]').element.value).toBe('Mill Street 1')
    await goOn(page)
    await isAt(page, check)
    expect(page.text()).toContain('eva@example.com')
  })

  it('comes back to the check after a change', async () => {
    const page = await openForm('/requests/new')
    await writeOrder(page)
    await page.find('a[aria-label="Change: Where"]').trigger('click')
    await isAt(page, where)
    await fill(page, 'place', 'Mill Street 2')
    await goOn(page)
    await isAt(page, check)
    expect(page.text()).toContain('Mill Street 2')
  })

  it('sends a question from its second page', async () => {
    const page = await openForm('/requests/new?question=1&text=How%20often%20should%20I%20descale%3F')
    expect(heading(page)).toBe('What would you like to know?')
    expect(page.find('textarea').element.value).toBe('How often should I descale?')
    await until(() => shown.router.currentRoute.value.query.text === undefined, 'the text taken out of the address')
    await goOn(page)
    await isAt(page, contact)
    await fill(page, 'name', 'Eva')
    await fill(page, 'phone', '070 123 45 67')
    expect(page.text()).toContain('Send the question')
    await goOn(page)
    await isAt(page, 'Saved on this device')
    const [item] = (await readOutbox()).waiting
    expect(item!.command.args).toMatchObject({ path: 'question', title: 'How often should I descale?', contact: { channel: 'phone' } })
  })

  it('takes mode and answers from the service\'s page, asks the service\'s questions and keeps the price that was seen', async () => {
    const service = content.services.find(({ id }) => id === 'washing-machine-repair')!
    const { calculate } = await import('#domain/pricing/calculate.ts')
    const answers = { place: 'workshop', wish: 'diagnosis' }
    const price = calculate(service.price, answers, { mode: 'personal', priceList: { id: content.business.priceList.id } })
    if (!price.ok) throw new Error(price.refusal.code)
    startDraft({ serviceId: service.id, mode: 'personal', answers, estimate: price.value })
    const page = await openForm(`/requests/new?service=${service.id}&mode=personal`)
    await fill(page, 'text', 'It does not drain')
    await goOn(page)
    await isAt(page, where)
    await isKept('workshop')
    await goOn(page)
    await isAt(page, contact)
    await fill(page, 'name', 'Eva')
    await fill(page, 'email', 'eva@example.com')
    await goOn(page)
    await isAt(page, 'A few things that save us both time')
    await goOn(page)
    await until(() => page.find('.errors').exists(), 'a summary')
    await page.find('input[value="does-not-drain"]').setValue(true)
    await goOn(page)
    await isAt(page, check)
    expect(page.find('table').text()).toContain('Diagnosis')
    await goOn(page)
    await isAt(page, 'Saved on this device')
    const [item] = (await readOutbox()).waiting
    expect(item!.command.args).toMatchObject({
      serviceId: service.id, title: 'Washing machine repair', mode: 'personal', answers, details: { symptom: 'does-not-drain' }, estimate: price.value,
    })
  })

  it('refuses here what the business would refuse, and keeps everything', async () => {
    startDraft({ serviceId: 'washing-machine-repair', mode: 'personal', answers: { gone: 'yes' } })
    const page = await openForm('/requests/new?service=washing-machine-repair&mode=personal')
    await fill(page, 'text', 'It does not drain')
    await goOn(page)
    await isAt(page, where)
    await goOn(page)
    await isAt(page, contact)
    await fill(page, 'name', 'Eva')
    await fill(page, 'email', 'eva@example.com')
    await goOn(page)
    await isAt(page, 'A few things that save us both time')
    await page.find('input[value="leaks"]').setValue(true)
    await goOn(page)
    await isAt(page, check)
    await goOn(page)
    await until(() => page.text().includes('One of the choices does not fit'), 'the refusal')
    expect((await readOutbox()).waiting).toEqual([])
    await isKept('It does not drain')
  })

  it('keeps a photo with the draft over a reload, sends it along, and refuses what is no photo without losing a word', async () => {
    const page = await openForm('/requests/new')
    await fill(page, 'text', 'See the photo')
    const jpeg = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9])], 'pump.jpg', { type: 'image/jpeg' })
    const fake = new File(['this is no picture at all'], 'letter.jpg', { type: 'image/jpeg' })
    const input = page.find<HTMLInputElement>('input[type="file"]')
    Object.defineProperty(input.element, 'files', { value: [jpeg, fake], configurable: true })
    await input.trigger('change')
    await until(() => page.findAll('img').length === 1 && page.text().includes('“letter.jpg” is not a picture'), 'one photo and one refusal')
    expect(page.find('textarea').element.value).toBe('See the photo')
    await isKept('See the photo')
    const again = await reload()
    await until(() => again.findAll('img').length === 1, 'the photo after the reload')
    await writeOrder(again)
    expect(again.text()).toContain('1 photo')
    await goOn(again)
    await isAt(again, 'Saved on this device')
    expect((await readOutbox()).waiting[0]!.command.files).toHaveLength(1)
  })

  it('says what to do now and whom to call when the words mean danger', async () => {
    const page = await openForm('/requests/new')
    await until(() => page.text().includes('Continue'), 'the form')
    await fill(page, 'text', 'There is a smell of gas behind the stove')
    await until(() => page.find('a[href="tel:112"]').exists(), 'the number')
    expect(page.find('[role="alert"].notice').text()).toContain('get everybody out')
  })

  it('offers articles while the need is typed, and lets go of it all when one has helped', async () => {
    const page = await openForm('/requests/new')
    await fill(page, 'text', 'My washing machine is not draining')
    await until(() => page.find('a[href="/en/help/washing-machine-not-draining"]').exists(), 'the article')
    expect(page.findAll('.suggestions li').length).toBeLessThanOrEqual(3)
    await buttonNamed(page, 'This helped, I am done').trigger('click')
    await isAt(page, 'Good that it is solved')
    await buttonNamed(page, 'No, let me go on writing').trigger('click')
    expect(page.find('textarea').element.value).toBe('My washing machine is not draining')
  })

  it('goes on without a service that is no longer offered, with what was written', async () => {
    const page = await openForm('/requests/new?service=puncture-repair')
    await fill(page, 'text', 'The rear tyre is flat')
    await isKept('rear tyre')
    const { content: base } = await openStorage()
    await base.rows.where('[scope+fill+kind+key]').equals(['pub', 1, 'service', 'puncture-repair']).delete()
    await isAt(page, 'This service is no longer offered')
    await buttonNamed(page, 'Describe the problem').trigger('click')
    await isAt(page, what)
    expect(page.find('textarea').element.value).toBe('The rear tyre is flat')
  })

  it('begins anew under another number only after asking', async () => {
    const first = await openForm('/requests/new')
    await fill(first, 'text', 'It does not drain')
    await isKept('drain')
    const [before] = await drafts()
    const page = await reload()
    await until(() => page.text().includes('You began this'), 'the notice')
    await buttonNamed(page, 'Begin anew').trigger('click')
    expect(page.find('textarea').element.value).toBe('It does not drain')
    await buttonNamed(page, 'Yes, begin anew').trigger('click')
    await until(() => page.find('textarea').element.value === '', 'an empty field')
    await fill(page, 'text', 'Something else')
    await isKept('Something else')
    expect((await drafts()).map(({ id }) => id)).not.toContain(before!.id)
  })
})
