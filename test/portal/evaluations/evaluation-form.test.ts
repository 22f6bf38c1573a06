// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/request/command.ts'
import EvaluationForm from '../../../src/portal/evaluations/EvaluationForm.vue'
import EvaluationSummary from '../../../src/portal/evaluations/EvaluationSummary.vue'
import { battery, calendar, dayMs, executor, line } from '../../domain/request/example-shop.ts'
import { accepted, agreed } from '../../domain/request/example-histories.ts'
import type { History } from '../../domain/request/history.ts'
import { show } from '../speaking.ts'

async function showForm(history: History) {
  const given: Command[] = []
  const give = async (command: Command) => Boolean(given.push(command))
  return { page: await show(EvaluationForm, { request: history.row, standard: battery.standard, calendar, give }), given }
}

describe('the form to evaluate', () => {
  it('asks one question first, and the others once it is answered', async () => {
    const { page } = await showForm(accepted)
    expect(page.findAll('fieldset')).toHaveLength(1)
    await page.findAll('input[type=radio]')[3]!.setValue()
    expect(page.findAll('fieldset')).toHaveLength(6)
  })

  it('reads every star aloud with its words', async () => {
    const { page } = await showForm(accepted)
    expect(page.findAll('.star').map(star => star.text())).toEqual(['1 of 5, poor', '2 of 5, not so good', '3 of 5, all right', '4 of 5, good', '5 of 5, excellent'])
  })

  it('sends the grade, only the aspects that were graded, and publishes nothing without a yes', async () => {
    const { page, given } = await showForm(accepted)
    await page.find('form').trigger('submit')
    expect(page.text()).toContain('Choose from one to five stars first')
    await page.findAll('fieldset')[0]!.findAll('input')[1]!.setValue()
    await page.findAll('fieldset')[4]!.findAll('input')[0]!.setValue()
    await page.find('textarea').setValue(' Slow ')
    await page.find('form').trigger('submit')
    expect(given).toMatchObject([{ name: 'evaluate', args: { stage: 'evaluation', grade: 2, aspects: { speed: 1 }, text: 'Slow', publish: false } }])
  })

  it('stands beside what was promised and what came of it', async () => {
    expect((await showForm(accepted)).page.text()).toContain('on time')
    const late = agreed.later(40 * dayMs).give('start', {}, executor).give('finish', { lines: [line('work', 60_000), line('pump', 40_000)] }, executor)
    expect((await showForm(late)).page.text()).toContain('late. We are sorry.')
  })
})

describe('the evaluations of a service', () => {
  it('are counted honestly', async () => {
    const rating = { serviceId: 'battery', count: 3, mean: 4.3, means: { speed: 3.7 } }
    expect((await show(EvaluationSummary, { rating })).text()).toMatch(/4\.3 of 5.*3 evaluations.*still few.*Speed.*3\.7 of 5/s)
    expect((await show(EvaluationSummary, { rating: { ...rating, count: 1 } })).text()).toContain('1 evaluation')
    expect((await show(EvaluationSummary, { rating: undefined })).text()).toBe('Nobody has evaluated this yet.')
  })
})
