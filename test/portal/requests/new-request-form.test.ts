// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drafts } from '#local/drafts.ts'
import { readOutbox } from '#local/outbox.ts'
import { projectedRequests } from '#local/requests.ts'
import { openStorage } from '#local/storage.ts'
import { buttonNamed, until } from '../device-page.ts'
import { check, fill, goOn, heading, isAt, isKept, openForm, putAway, reload, router, takeNewPhone, what, where, writeOrder } from './request-form.ts'

beforeEach(takeNewPhone)
afterEach(putAway)

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
    expect(waiting[0]!.command.requestId).toBe(router().currentRoute.value.query.sent)
    expect(await drafts()).toEqual([])
  })

  it('says when it was received once the server\'s word is here', async () => {
    const page = await openForm('/requests/new')
    await writeOrder(page)
    await goOn(page)
    await isAt(page, 'Saved on this device')
    const requests = await projectedRequests()
    const { request, reader } = requests[0]!
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
