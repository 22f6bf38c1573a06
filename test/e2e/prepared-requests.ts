import { randomUUID } from 'node:crypto'
import type { Language } from '#domain/language.ts'
import type { OpenBusiness } from './prepared-business.ts'

export const preparedNames = ['submitted', 'asked', 'offered', 'agreeing', 'working', 'paused', 'changeOffered', 'checking', 'delivered', 'accepted', 'answered', 'closed'] as const
export type PreparedName = (typeof preparedNames)[number]

const contact = { name: 'Vera Lindström-Оболенская', email: 'vera@client.example', phone: '+46 70 174 06 05' }
const wordsIn = {
  en: { text: 'The machine stops with water in the drum, and it hums.', line: 'Replacing the drain pump, with a new pump', extra: 'Inlet hose', why: 'The old one is cracked and would leak within weeks.', reply: 'It sounds like the pump. We bring one along.' },
  ru: { text: 'Машина останавливается с водой в барабане и гудит.', line: 'Замена сливного насоса, с новым насосом', extra: 'Заливной шланг', why: 'Старый треснул и через пару недель потёк бы.', reply: 'Похоже на насос. Возьмём новый с собой.' },
  sv: { text: 'Maskinen stannar med vatten i trumman och brummar.', line: 'Byte av tömningspump, med en ny pump', extra: 'Tilloppsslang', why: 'Den gamla är sprucken och skulle läcka inom några veckor.', reply: 'Det låter som pumpen. Vi tar med en ny.' },
} as const satisfies Record<Language, Record<string, string>>

const linesIn = (language: Language) => [
  { id: 'work', label: wordsIn[language].line, kind: 'labour', amount: 169_000, taxRate: '25' },
  { id: 'hose', label: wordsIn[language].extra, kind: 'part', quantity: '2.5', unit: 'm', amount: 12_000, taxRate: '25', optional: true, why: wordsIn[language].why },
]
const firmLines = (language: Language) => linesIn(language).slice(0, 1)

/** One request of the same client in each state that has a screen of its own. Languages take turns. */
export async function prepareRequests(business: OpenBusiness): Promise<Record<PreparedName, string>> {
  const { push, act } = business
  const idByName = Object.fromEntries(preparedNames.map(name => [name, randomUUID()])) as Record<PreparedName, string>

  async function submit(name: PreparedName, language: Language, path: 'full' | 'question' = 'full') {
    const words = wordsIn[language]
    const common = { path, text: words.text, language, contact }
    if (path === 'question') return push('submit', idByName[name], { ...common, title: words.text })
    const { title, ...price } = await business.estimateOf('washing-machine-repair')
    await push('submit', idByName[name], {
      ...common, ...price, title: title[language], serviceId: 'washing-machine-repair', place: 'Storgatan 1, Fyriköping', wishedTimes: 'kl. 8–12', details: { symptom: 'does-not-drain' },
    })
  }
  async function offer(name: PreparedName, language: Language) {
    const words = wordsIn[language]
    await submit(name, language)
    await act('take', idByName[name])
    await act('postMessage', idByName[name], { text: words.reply })
    await act('propose', idByName[name], {
      validUntil: Date.now() + 5 * 24 * 60 * 60 * 1000, text: words.reply,
      options: [
        { id: 'repair', title: words.line, text: words.why, lines: linesIn(language), most: 210_000 },
        { id: 'part', title: words.extra, lines: firmLines(language) },
      ],
    })
  }
  async function agree(name: PreparedName, language: Language, isChoiceOnly = false) {
    await offer(name, language)
    const optionId = 'repair'
    await push('chooseOption', idByName[name], { optionId, revision: 1, lines: [] })
    const { total, most } = (await business.rowOf(idByName[name])).choice!
    if (!isChoiceOnly) await push('agree', idByName[name], { optionId, revision: 1, total, most, termsHash: await business.termsHash(language), name: contact.name })
  }
  async function work(name: PreparedName, language: Language) {
    await agree(name, language)
    await act('start', idByName[name])
  }
  async function finish(name: PreparedName, language: Language) {
    await work(name, language)
    await act('finish', idByName[name], { lines: firmLines(language), text: wordsIn[language].reply })
  }
  async function deliver(name: PreparedName, language: Language) {
    await finish(name, language)
    await act('check', idByName[name], { points: [wordsIn[language].line] })
  }

  /** What belongs to a request beside its state: a visit, a thing, money, a report, what the client said, and what was written down for them. */
  async function followUp(name: PreparedName, language: Language) {
    const words = wordsIn[language]
    const visit = (days: number) => ({ from: Date.now() + days * 24 * 60 * 60 * 1000, to: Date.now() + (days * 24 + 2) * 60 * 60 * 1000 })
    await act('proposeTimes', idByName[name], { times: [visit(5), visit(6)] })
    await push('confirmTime', idByName[name], { time: (await business.rowOf(idByName[name])).offeredTimes[0] })
    await act('receiveItem', idByName[name], { item: words.extra, condition: words.why, place: 'B4' })
    await act('requireDeposit', idByName[name], { amount: 50_000, reason: words.line })
    await act('report', idByName[name], { text: words.reply })
    await push('remark', idByName[name], { id: randomUUID(), kind: 'complaint', text: words.text })
    await act('pause', idByName[name], { reason: words.why, expectedAt: Date.now() + 4 * 24 * 60 * 60 * 1000 })
  }

  await submit('submitted', 'ru')
  await submit('asked', 'sv')
  await act('take', idByName.asked)
  await act('ask', idByName.asked, { text: wordsIn.sv.why })
  await offer('offered', 'sv')
  await act('propose', idByName.offered, {
    validUntil: Date.now() + 6 * 24 * 60 * 60 * 1000, reason: wordsIn.sv.why,
    options: [{ id: 'repair', title: wordsIn.sv.line, lines: linesIn('sv').map(line => ({ ...line, amount: line.amount + 1_000 })), most: 220_000 }, { id: 'part', title: wordsIn.sv.extra, lines: firmLines('sv') }],
  })
  await agree('agreeing', 'en', true)
  await work('working', 'sv')
  await work('paused', 'sv')
  await followUp('paused', 'sv')
  await work('changeOffered', 'ru')
  await act('proposeChange', idByName.changeOffered, { lines: [{ ...linesIn('ru')[1]!, optional: undefined }], reason: wordsIn.ru.why })
  await finish('checking', 'en')
  await deliver('delivered', 'ru')
  await deliver('accepted', 'sv')
  await push('accept', idByName.accepted)
  await act('issueBill', idByName.accepted)
  await submit('answered', 'ru', 'question')
  await act('answerQuestion', idByName.answered, { text: wordsIn.ru.reply })
  await submit('closed', 'en', 'question')
  await act('answerQuestion', idByName.closed, { text: wordsIn.en.reply })
  await push('helped', idByName.closed)
  return idByName
}
