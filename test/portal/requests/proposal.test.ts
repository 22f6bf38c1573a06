// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Command } from '#domain/request/command.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { RequestRow } from '#domain/request/row.ts'
import RequestProposal from '../../../src/portal/requests/RequestProposal.vue'
import { dayMs, executor, line, option, reception, start } from '../../domain/request/example-shop.ts'
import { offered, submitted } from '../../domain/request/example-histories.ts'
import { show } from '../speaking.ts'

const kept = line('visit', 59_000)
const two = submitted.give('take', {}, reception).give('propose', {
  options: [option('mend', [kept, line('work', 80_000)]), option('new', [kept, line('pump', 149_000)])],
  validUntil: start + 30 * dayMs,
}, executor).row

const withExtra = submitted.give('take', {}, reception).give('propose', {
  options: [option('mend', [kept, line('work', 80_000)]), option('new', [kept, line('pump', 149_000), line('hose', 20_000, { optional: true })])],
  validUntil: start + 30 * dayMs,
}, executor).row

async function showProposal(request: RequestRow, { now = start, isSaved = true, events = [] as readonly RequestEvent[] } = {}) {
  const given: Command[] = []
  const give = async (command: Command) => {
    given.push(command)
    return isSaved
  }
  return { page: await show(RequestProposal, { request, proposal: request.proposal, events, now, give }), given }
}
/** A phone: the options come one under the other. */
const narrow = () => { vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: false, addEventListener: () => {}, removeEventListener: () => {} } as unknown as MediaQueryList) }
const plain = (text: string) => text.replace(/\s+/g, ' ')

afterEach(() => { vi.restoreAllMocks() })

describe('a proposal', () => {
  it('is totalled with tax, with the most it can become and what stays optional', async () => {
    const { page } = await showProposal(offered.row)
    expect(page.findAll('.sum dd').map(part => plain(part.text()))).toEqual(['1 000 kr', 'of which VAT 25%: 200 kr', 'Never over 1 300 kr without your yes'])
    expect(page.findAll('input[type=checkbox]')).toHaveLength(1)
  })

  it('adds an optional line to total, most and button as soon as it is picked, and takes exactly what was picked', async () => {
    const { page, given } = await showProposal(offered.row)
    await page.find('input[type=checkbox]').setValue(true)
    expect(plain(page.find('.total').text())).toBe('1 200 kr')
    expect(plain(page.find('.sum').text())).toContain('Never over 1 500 kr')
    const choose = page.findAll('button').find(button => button.text().startsWith('Choose this'))!
    expect(plain(choose.text())).toBe('Choose this, 1 200 kr')
    await choose.trigger('click')
    expect(given).toEqual([{ name: 'chooseOption', args: { optionId: 'repair', revision: 1, lines: ['hose'] } }])
  })

  it('puts options beside one another where there is room, with a choice of extras in each', async () => {
    const { page, given } = await showProposal(withExtra)
    await nextTick()
    const labels = () => page.findAll('tbody tr th').map(row => row.text())
    expect(labels()).toEqual(['work', 'pump', 'hose'])
    await page.find('.unfold').trigger('click')
    expect(labels()).toEqual(['work', 'pump', 'hose', 'visit'])
    await page.find('input[type=checkbox]').setValue(true)
    expect(page.findAll('.total').map(total => plain(total.text()))).toEqual(['1 390 kr', '2 280 kr'])
    await page.findAll('tfoot button').at(-1)!.trigger('click')
    expect(given).toEqual([{ name: 'chooseOption', args: { optionId: 'new', revision: 1, lines: ['hose'] } }])
  })

  it('tells line by line what a new version changed, and why', async () => {
    const again = offered.give('propose', { options: [option('repair', [line('work', 70_000), line('pump', 40_000)])], validUntil: start + 30 * dayMs, reason: 'The part is dearer' }, executor)
    const { page } = await showProposal(again.row, { events: again.shared })
    const said = plain(page.find('.revision').text())
    expect(said).toContain('The part is dearer')
    expect(said).toMatch(/work\s*changed\s*before:\s*600 kr 700 kr/)
    expect(said).toMatch(/hose\s*taken out/)
    expect(said).toMatch(/Total with VAT\s*1 000 kr 1 100 kr/)
  })

  it('shows what differs between options and folds what does not', async () => {
    narrow()
    const { page } = await showProposal(two)
    const [mend] = page.findAll('article')
    expect(plain(mend!.find('tbody').text())).toBe('work 800 kr')
    expect(mend!.find('details').element.open).toBe(false)
    expect(plain(mend!.find('details').text())).toContain('The same in every option (1 line)')
    expect(page.findAll('button').map(button => plain(button.text())).filter(text => text.startsWith('Choose')))
      .toEqual(['Choose “mend”, 1 390 kr', 'Choose “new”, 2 080 kr'])
  })

  it('can no longer be chosen when its time has run out', async () => {
    const { page } = await showProposal(offered.row, { now: start + 31 * dayMs })
    expect(page.text()).toContain('time has run out')
    expect(page.findAll('button').some(button => button.text().startsWith('Choose'))).toBe(false)
  })

  it('keeps the words of a refusal that could not be saved, and asks for words first', async () => {
    const { page, given } = await showProposal(offered.row, { isSaved: false })
    const [, refusal] = page.findAll('form')
    await refusal!.trigger('submit')
    expect(given).toEqual([])
    expect(refusal!.text()).toContain('Write a few words')
    await refusal!.find('textarea').setValue('Too dear')
    await refusal!.trigger('submit')
    expect(given).toEqual([{ name: 'refuse', args: { reason: 'Too dear' } }])
    expect(refusal!.find('textarea').element.value).toBe('Too dear')
  })
})
