// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { enableAutoUnmount } from '@vue/test-utils'
import type { ArgsOf } from '#domain/request/command.ts'
import { buttonNamed, fieldNamed, openOffice, openRequest, requestId, termsHash, until, type Office } from '../office.ts'

enableAutoUnmount(afterEach)
beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

const submit: ArgsOf<'submit'> = { path: 'full', title: 'The pump is silent', text: 'It does nothing.', language: 'en', contact: { name: 'Karin', email: 'karin@example.com' } }
const options = [{ id: 'a', title: 'Repair', lines: [{ id: 'work', label: 'Work', kind: 'labour' as const, amount: 120_000, taxRate: '25' }], most: 150_000 }]

function office(path: 'full' | 'question' = 'full'): Office {
  const opened = openOffice()
  opened.clientGives({ name: 'submit', args: { ...submit, path } })
  return opened
}

function officeAtWork(): Office {
  const opened = office()
  opened.staffGives({ name: 'propose', args: { options, validUntil: opened.now + 86_400_000 } })
  opened.clientGives({ name: 'chooseOption', args: { optionId: 'a', revision: 1, lines: [] } })
  opened.clientGives({ name: 'agree', args: { optionId: 'a', revision: 1, total: 120_000, most: 150_000, termsHash, name: 'Karin' } })
  opened.staffGives({ name: 'start', args: {} })
  return opened
}

const replyField = 'Write the answer to the question'

describe('the request at the desk', () => {
  it('goes on with the one command that is next', async () => {
    const at = office()
    const { page } = await openRequest(at)
    await buttonNamed(page, 'Take it on').trigger('click')
    await until(() => page.findAll('button').some(button => button.text() === 'Write a proposal'), 'the next command is offered')
    expect(at.row().state).toBe('proposing')
  })

  it('adds up a proposal while it is typed, and sends what was typed', async () => {
    const at = office()
    at.staffGives({ name: 'take', args: {} })
    const { page } = await openRequest(at)
    await buttonNamed(page, 'Write a proposal').trigger('click')
    await fieldNamed(page, 'What').setValue('New pump')
    await page.get('fieldset.line input').setValue('Pump and work')
    await fieldNamed(page, 'Amount with VAT').setValue('1 890,50')
    expect(page.get('.option .total').text()).toMatch(/1\s890\.50\skr/)
    await buttonNamed(page, 'Add a line').trigger('click')
    expect(page.get('.option .total').text()).toContain('some amounts are still missing')
    const [, second] = page.findAll('fieldset.line')
    await second!.get('input').setValue('Hose')
    await second!.get('input[inputmode=decimal]').setValue('109.50')
    await second!.get('input[type=checkbox]').setValue(true)
    expect(page.get('.option .total').text()).toMatch(/1\s890\.50\skr.*2\s000\skr/)
    await page.get('form.form').trigger('submit')
    await until(() => at.row().state === 'offered', 'the proposal is offered')
    expect(at.row().proposal!.options[0]).toEqual({ id: 'option-1', title: 'New pump', lines: [
      { id: 'line-1', label: 'Pump and work', kind: 'labour', amount: 189_050, taxRate: '25' },
      { id: 'line-2', label: 'Hose', kind: 'labour', amount: 10_950, taxRate: '25', optional: true },
    ] })
  })

  it('does not send a final cost that differs before it says why', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await buttonNamed(page, 'Finish the work').trigger('click')
    await fieldNamed(page, 'Work').setValue('1 300')
    await page.get('form.form').trigger('submit')
    expect(page.get('form.form').text()).toContain('Say why this differs')
    expect(at.sent).toEqual([])
    await fieldNamed(page, 'Why?').setValue('A bolt was stuck')
    await page.get('form.form').trigger('submit')
    await until(() => at.row().state === 'checking', 'the work is finished')
    expect(at.row().result!.lines).toMatchObject([{ id: 'work', amount: 130_000, why: 'A bolt was stuck' }])
  })

  it('does not send a final cost above the most that was agreed', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await buttonNamed(page, 'Finish the work').trigger('click')
    await fieldNamed(page, 'Work').setValue('1 600')
    await fieldNamed(page, 'Why?').setValue('A bolt was stuck')
    expect(page.get('form.form').text()).toMatch(/100\skr more than the client agreed to/)
    await page.get('form.form').trigger('submit')
    expect(at.sent).toEqual([])
  })

  it('keeps the text where the request has changed meanwhile, shows where it stands, and sends it when asked again', async () => {
    const at = office('question')
    const { page } = await openRequest(at)
    await page.get('textarea').setValue('It costs 400 kr.')
    at.clientGives({ name: 'postMessage', args: { text: 'It is a Bosch.' } })
    await page.get('form.reply').trigger('submit')
    await until(() => page.text().includes('This request has changed meanwhile'), 'the conflict is told')
    await until(() => page.text().includes('It is a Bosch.'), 'the newer state is shown')
    expect(page.get('textarea').element.value).toBe('It costs 400 kr.')
    expect(at.row().state).toBe('submitted')
    await page.get('form.reply').trigger('submit')
    await until(() => at.row().state === 'answered', 'the answer is given')
    await until(() => page.get('textarea').element.value === '', 'the field is empty again')
  })

  it('says why a command was refused and keeps what was typed', async () => {
    const at = officeAtWork()
    const { page } = await openRequest(at)
    await buttonNamed(page, 'More').trigger('click')
    await buttonNamed(page, 'Cancel the request').trigger('click')
    await page.get('form.form textarea').setValue('The client moved away')
    at.staffGives({ name: 'finish', args: { lines: [{ ...options[0]!.lines[0]! }] } })
    at.staffGives({ name: 'check', args: { points: [] } })
    await page.get('form.form').trigger('submit')
    await until(() => page.get('form.form').text().includes('not possible as the request stands now'), 'the form says that it is too late')
    expect(page.get<HTMLTextAreaElement>('form.form textarea').element.value).toBe('The client moved away')
  })

  it('keeps a message that did not go out over a reload, and sends it once although the first answer was lost', async () => {
    const at = office()
    const first = await openRequest(at)
    await first.page.get('textarea').setValue('Hello')
    at.state.losesAnswers = true
    await first.page.get('form.reply').trigger('submit')
    await until(() => first.page.text().includes('Not sent'), 'the failure is told')
    at.state.losesAnswers = false
    first.page.unmount()
    const { page } = await openRequest(at)
    expect(page.get('textarea').element.value).toBe('Hello')
    await page.get('form.reply').trigger('submit')
    await until(() => page.get('textarea').element.value === '', 'the message has gone out')
    expect(at.row().messages.count).toBe(1)
    expect(new Set(at.sent.map(command => command.mid)).size).toBe(1)
  })

  it('sends the same words twice where they are meant twice', async () => {
    const at = office()
    const { page } = await openRequest(at)
    for (const count of [1, 2]) {
      await page.get('textarea').setValue('Hello')
      await page.get('form.reply').trigger('submit')
      await until(() => at.row().messages.count === count && page.get('textarea').element.value === '', `message ${count}`)
    }
  })

  it('keeps a note on its own paper and away from the client', async () => {
    const at = office()
    const { page } = await openRequest(at)
    await page.get('input[type=radio][value=note]').setValue(true)
    await page.get('textarea').setValue('Has a big dog')
    await page.get('form.reply').trigger('submit')
    await until(() => page.find('li.note-paper').exists(), 'the note is shown')
    expect([page.get('li.note-paper').text().includes('Has a big dog'), at.row().lastEvent]).toEqual([true, 1])
  })

  it('shows what the client did as soon as a hint says so', async () => {
    const at = office()
    const { page, hint } = await openRequest(at)
    at.clientGives({ name: 'postMessage', args: { text: 'Are you there?' } })
    hint({ requestId, version: 2 })
    await until(() => page.text().includes('Are you there?'), 'the message is shown')
  })

  it('offers an answer to a question as the first thing to write', async () => {
    const { page } = await openRequest(office('question'))
    expect(page.get('textarea').attributes('placeholder')).toBe(replyField)
  })
})
