// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { buttonNamed, fieldNamed, openOffice, openRequest, termsHash, until, type Office } from '../office.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

const options = [
  { id: 'a', title: 'Repair', lines: [
    { id: 'work', label: 'Work', kind: 'labour' as const, amount: 120_000, taxRate: '25' },
    { id: 'hose', label: 'Hose', kind: 'part' as const, amount: 10_000, taxRate: '25', optional: true },
  ], most: 150_000 },
  { id: 'b', title: 'New machine', lines: [{ id: 'machine', label: 'Machine', kind: 'part' as const, amount: 400_000, taxRate: '25' }] },
]

function officeWithOffer(): Office {
  const at = openOffice()
  at.clientGives({ name: 'submit', args: { path: 'full', title: 'The pump is silent', text: 'It does nothing.', language: 'en', contact: { name: 'Karin', email: 'karin@example.com' } } })
  at.staffGives({ name: 'propose', args: { options, validUntil: at.now + 86_400_000 } })
  return at
}

function officeAtWork(): Office {
  const at = officeWithOffer()
  at.clientGives({ name: 'chooseOption', args: { optionId: 'a', revision: 1, lines: [] } })
  at.clientGives({ name: 'agree', args: { optionId: 'a', revision: 1, total: 120_000, most: 140_000, termsHash, name: 'Karin' } })
  at.staffGives({ name: 'start', args: {} })
  return at
}

async function choose(page: VueWrapper, menu: string, command: string) {
  await buttonNamed(page, menu).trigger('click')
  await buttonNamed(page, command).trigger('click')
}
const submit = (page: VueWrapper) => page.get('form.form').trigger('submit')

describe('the counter', () => {
  it('writes down a spoken yes: the option first, then price and terms, each with how and when it was said', async () => {
    const at = officeWithOffer()
    const { page } = await openRequest(at)
    await choose(page, 'The client said ...', 'Chooses an option')
    await page.get('input[value=a]').setValue(true)
    await page.get('form.form input[type=checkbox]').setValue(true)
    await submit(page)
    await until(() => page.text().includes('Yes to price and terms'), 'the yes is asked for')
    expect(at.row()).toMatchObject({ state: 'agreeing', choice: { optionId: 'a', lines: ['hose'], total: 130_000 } })
    expect(page.get('form.form').text()).toContain('Terms, 2026-11')
    await page.get('input[value=counter]').setValue(true)
    await fieldNamed(page, 'Note').setValue('Said at the counter')
    await submit(page)
    await until(() => at.row().state === 'agreed', 'it is agreed')
    expect(at.row().recorded).toHaveLength(2)
    expect(at.sent.at(-1)!.via).toMatchObject({ channel: 'counter', note: 'Said at the counter', at: at.now })
  })

  it('takes no yes that is said to come later', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await choose(page, 'The client said ...', 'Cancels the request')
    await fieldNamed(page, 'Why?').setValue('Moved away')
    await fieldNamed(page, 'When').setValue('2026-11-13T10:00')
    await submit(page)
    expect(page.get('form.form').text()).toContain('Choose a day and an hour that have been')
    expect(at.sent).toEqual([])
  })

  it('asks for a yes to more work, and writes that yes down against the very change', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await choose(page, 'More', 'Offer a change')
    await fieldNamed(page, 'What').setValue('Inlet hose')
    await fieldNamed(page, 'Amount with VAT').setValue('120')
    await submit(page)
    expect(at.sent).toEqual([])
    await fieldNamed(page, 'Why is it needed?').setValue('The old one is cracked')
    await submit(page)
    await until(() => at.row().state === 'changeOffered', 'the change is offered')
    await until(() => page.find('button.quote').exists(), 'the form has closed')
    await choose(page, 'The client said ...', 'Yes to the change')
    expect(page.get('form.form').text()).toContain('Inlet hose')
    await submit(page)
    await until(() => at.row().acceptedChanges.length === 1, 'the change is accepted')
    expect(at.row()).toMatchObject({ state: 'inProgress', acceptedChanges: [{ total: 12_000 }] })
  })

  it('offers times with the price of a visit, and counts the client\'s choice as the yes to it', async () => {
    const at = openOffice()
    at.clientGives({ name: 'submit', args: { path: 'full', title: 'Silent', text: 'It is silent.', language: 'en', contact: { name: 'Karin' } } })
    const { page } = await openRequest(at)
    await choose(page, 'More', 'Offer times')
    await submit(page)
    expect(page.get('form.form').text()).toContain('Choose a day and an hour')
    await fieldNamed(page, 'Day').setValue('2026-11-14')
    await fieldNamed(page, 'From').setValue('10:00')
    await fieldNamed(page, 'Until').setValue('12:00')
    await fieldNamed(page, 'Price of the visit').setValue('590')
    await submit(page)
    await until(() => at.row().offeredTimes.length === 1, 'the time is offered')
    await until(() => page.find('button.quote').exists(), 'the form has closed')
    await choose(page, 'The client said ...', 'Chooses a time')
    expect(page.get('form.form').text()).toMatch(/yes to the visit for 590\skr|yes to the visit for SEK/)
    await page.get('form.form fieldset.choice input').setValue(true)
    await submit(page)
    await until(() => at.row().appointment !== undefined, 'the time is set')
    expect(at.row().visit).toMatchObject({ price: 59_000, termsHash })
  })

  it('takes an item in, hands it out, and keeps the money', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await choose(page, 'More', 'Take an item in')
    await fieldNamed(page, 'What is left with us').setValue('Bosch WAN28')
    await fieldNamed(page, 'Its condition').setValue('Scratched door')
    await submit(page)
    await until(() => at.row().item !== undefined, 'the item is with us')
    await until(() => page.text().includes('Bosch WAN28'), 'it is shown')
    await choose(page, 'More', 'Hand the item over')
    expect(fieldNamed(page, 'Handed over to').element.value).toBe('Karin')
    await submit(page)
    await until(() => at.row().item === undefined, 'the item is gone')
    await until(() => page.find('button.more').exists(), 'the form has closed')
    await choose(page, 'More', 'Write down a payment')
    await fieldNamed(page, 'Amount').setValue('0')
    await fieldNamed(page, 'How it was paid').setValue('Card')
    await submit(page)
    expect(page.get('form.form').text()).toContain('Write an amount')
    await fieldNamed(page, 'Amount').setValue('500')
    await submit(page)
    await until(() => at.row().paid === 50_000, 'the payment is written down')
    await until(() => /Paid\s?500/.test(page.text()), 'it is shown')
  })

  it('settles what the client objects to before work goes on', async () => {
    const at = officeWithOffer()
    at.staffGives({ name: 'chooseOption', args: { optionId: 'a', revision: 1, lines: [] }, via: { channel: 'phone', at: at.now } })
    const [event] = at.row().recorded
    at.clientGives({ name: 'objectToRecord', args: { event: event!, text: 'I chose nothing.' } })
    const { page } = await openRequest(at)
    expect(page.text()).toContain('I chose nothing.')
    await buttonNamed(page, 'Settle it').trigger('click')
    await page.get('input[value=stands]').setValue(true)
    await fieldNamed(page, 'What you agreed on').setValue('We spoke; she remembers.')
    await submit(page)
    await until(() => at.row().objections.length === 0, 'it is settled')
  })

  it('takes one\'s own message back after a second tap', async () => {
    const at = officeWithOffer()
    at.staffGives({ name: 'postMessage', args: { text: 'To the wrong person' } })
    const { page } = await openRequest(at)
    await buttonNamed(page, 'Take it back').trigger('click')
    expect(at.sent).toEqual([])
    await buttonNamed(page, 'Take it back').trigger('click')
    await until(() => at.row().lastMessages.length === 0, 'the message is gone')
    await until(() => page.text().includes('the client no longer sees it'), 'it is told')
  })

  it('says quietly who else has the request open, and no longer when they have gone', async () => {
    const at = officeWithOffer()
    at.state.others = [{ id: 'anna', name: 'Anna' }, { id: 'viktor', name: 'Viktor' }]
    const { page, hint } = await openRequest(at)
    await until(() => page.text().includes('Anna and Viktor have this open'), 'both are named')
    at.state.others = []
    hint({ requestId: at.row().id, version: 0 })
    await until(() => !page.text().includes('have this open'), 'they have gone')
  })
})
