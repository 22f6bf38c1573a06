// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readOutbox } from '#local/outbox.ts'
import { openStorage } from '#local/storage.ts'
import { startDraft } from '../../../src/portal/requests/start-draft.ts'
import { buttonNamed, content, until } from '../device-page.ts'
import { check, contact, fill, goOn, heading, isAt, isKept, openForm, putAway, reload, router, takeNewPhone, what, where, writeOrder } from './request-form.ts'

beforeEach(takeNewPhone)
afterEach(putAway)

describe('the request form, from a service, with a photo and with help', () => {
  it('sends a question from its second page', async () => {
    const page = await openForm('/requests/new?question=1&text=How%20often%20should%20I%20descale%3F')
    expect(heading(page)).toBe('What would you like to know?')
    expect(page.find('textarea').element.value).toBe('How often should I descale?')
    await until(() => router().currentRoute.value.query.text === undefined, 'the text taken out of the address')
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
})
