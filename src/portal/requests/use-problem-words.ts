import { useWords } from '#ui/use-words.ts'
import type { FieldProblem } from './new-request-problems.ts'

/** What is wrong with a field, in the words that stand beside it and in the summary. */
export function useProblemWords() {
  const { t } = useWords()
  return (problem: FieldProblem): string => {
    switch (problem.kind) {
      case 'missing':
        if (problem.field === 'text') return t('newRequest.summary.missing')
        return problem.field === 'name' ? t('newRequest.summary.name') : t('shell.fields.missing')
      case 'reach': return t('newRequest.summary.reach')
      case 'tooLong': return t('shell.fields.tooLong', { count: problem.limit })
      case 'choose': return t('shell.fields.choose')
      case 'email': return t('shell.fields.email')
      case 'phone': return t('shell.fields.phone')
      default: return problem satisfies never
    }
  }
}
