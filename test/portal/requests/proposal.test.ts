// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/request/command.ts'
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

async function showProposal(request: RequestRow, { now = start, isSaved = true } = {}) {
  const given: Command[] = []
  const give = async (command: Command) => {
    given.push(command)
    return isSaved
  }
  return { page: await show(RequestProposal, { request, proposal: request.proposal, now, give }), given }
}
const plain = (text: string) => text.replace(/\s+/g, ' ')

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

  it('shows what differs between options and folds what does not', async () => {
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
