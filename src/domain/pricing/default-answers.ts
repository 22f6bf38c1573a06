import type { Answers } from './answers.ts'
import { holds } from './holds.ts'
import type { Input } from './input.ts'
import type { PriceModel } from './model.ts'
import type { PriceContext } from './calculate.ts'
import { defaultAnswer, readAnswers } from './read-answers.ts'
import type { Value } from './value.ts'

/** The answers with which a calculator opens; what only the client can say is missing. */
export function defaultAnswers(model: PriceModel): Answers {
  return Object.fromEntries(model.inputs.flatMap(input => {
    const answer = defaultAnswer(input)
    return answer === undefined ? [] : [[input.id, answer]]
  }))
}

/** The inputs to show: those asked for some of what the answers so far may mean. Bad answers hide nothing. */
export function askedInputs(model: PriceModel, answers: Answers, { mode, holidays = [] }: Pick<PriceContext, 'mode' | 'holidays'>): Input[] {
  const read = readAnswers(model, answers, holidays)
  if (!read.ok) return model.inputs
  let situations: Map<string, Value>[] = [new Map()]
  return model.inputs.filter((input, index) => {
    const values = read.value[index]?.values ?? []
    const asking = situations.filter(one => holds(input.when, { mode, values: one }))
    const others = situations.filter(one => !asking.includes(one))
    situations = [...others, ...asking.flatMap(one => values.length === 0 ? [one] : values.map(value => new Map(one).set(input.id, value)))]
    return asking.length > 0
  })
}
