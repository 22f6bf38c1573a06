import { computed, type ComputedRef } from 'vue'
import { fractionDigits } from '#domain/money.ts'
import { useWords } from '#ui/use-words.ts'
import { useCatalog } from '../../shell/catalog.ts'
import type { AmountForm } from './line-draft.ts'

/** How amounts are typed here, and the clock of the business. */
export function useAmountForm(): ComputedRef<AmountForm & { timeZone: string }> {
  const { language } = useWords()
  const { rows } = useCatalog()
  return computed(() => ({
    digits: fractionDigits(rows.value.business?.currency ?? 'SEK'), language: language.value, timeZone: rows.value.business?.timeZone ?? 'Europe/Stockholm',
  }))
}
