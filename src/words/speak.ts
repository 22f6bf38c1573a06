import { pickText } from '#domain/language.ts'
import type { Phrase, PhraseParam } from '#domain/phrase.ts'
import { formatList } from './format-list.ts'
import { formatMoney } from './format-money.ts'
import { formatNumber } from './format-number.ts'
import type { Params, Translator } from './translator.ts'

type AnyTranslator = Translator<never>

/** Turns what `domain/` has to say into a text of the translator's language. */
export function speak(phrase: Phrase, translator: AnyTranslator): string {
  const params: Record<string, string | number> = {}
  for (const [name, param] of Object.entries(phrase.params)) params[name] = fill(param, translator)
  // Phrases come from domain/, which knows no words; a test says every one of them.
  return (translator.t as (key: string, params: Params) => string)(phrase.key, params)
}

function fill(param: PhraseParam, translator: AnyTranslator): string | number {
  if (typeof param !== 'object') return param
  if ('money' in param) return formatMoney(param.money, param.currency, translator.language)
  if ('decimal' in param) return Number(param.decimal)
  if ('localized' in param) return pickText(param.localized, translator.language).text
  if ('phrase' in param) return speak(param.phrase, translator)
  if ('list' in param) return formatList(param.list.map(item => sayItem(item, translator)), translator.language, param.join ?? 'none')
  return param satisfies never
}

function sayItem(param: PhraseParam, translator: AnyTranslator): string {
  const said = fill(param, translator)
  return typeof said === 'number' ? formatNumber(said, translator.language) : said
}
