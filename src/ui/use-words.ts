import { computed, inject, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue'
import { pickText, type Language, type Localized } from '#domain/language.ts'
import type { Phrase } from '#domain/phrase.ts'
import { formatDate, formatDayAndHour, formatDayAndHours, formatTime } from '#words/format-time.ts'
import { formatMoney } from '#words/format-money.ts'
import { speak } from '#words/speak.ts'
import type { Translator } from '#words/translator.ts'
import { now as readNow } from './now.ts'

/** What the words depend on: who reads, where the business stands and what it counts in. */
export type WordsContext = { translator: Translator, timeZone: string, currency: string }
export const wordsKey: InjectionKey<Readonly<ShallowRef<WordsContext>>> = Symbol('words')

/** Everything a screen needs to speak: all of it follows the chosen language. Amounts in minor units, times in milliseconds. */
export function useWords() {
  const context = inject(wordsKey)
  if (!context) throw new Error('no words provided')
  const language: ComputedRef<Language> = computed(() => context.value.translator.language)
  return {
    language,
    t: ((key, params) => context.value.translator.t(key, params)) as Translator['t'],
    say: (phrase: Phrase) => speak(phrase, context.value.translator),
    pick: (text: Localized) => pickText(text, language.value).text,
    /** The language a text really is in, where it is not the reader's: goes into `lang`. */
    langOf: (text: Localized) => {
      const found = pickText(text, language.value).language
      return found === language.value ? undefined : found
    },
    money: (minor: number, currency = context.value.currency) => formatMoney(minor, currency, language.value),
    time: (at: number) => formatTime(at, context.value.timeZone, language.value),
    date: (at: number) => formatDate(at, context.value.timeZone, language.value),
    /** "Thursday 18:00", "today 18:00". `now` makes it relative; without it the day is written out. */
    dayAndHour: (at: number, now = readNow()) => formatDayAndHour(at, context.value.timeZone, language.value, now),
    /** "Thursday 10:00–12:00", for appointments. */
    dayAndHours: (span: { from: number, to: number }, now = readNow()) => formatDayAndHours(span, context.value.timeZone, language.value, now),
  }
}
