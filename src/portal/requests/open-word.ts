import type { NextStep } from '#domain/request/next-step.ts'

const ownWords = ['yourAnswer', 'didItHelp', 'yourChoice', 'yourYes', 'yourYesToChange', 'yourAcceptance', 'evaluate', 'chooseTime'] as const

/** What the button that opens a request says: what waits there. */
export function openWord({ key }: NextStep) {
  const own = ownWords.find(word => word === key)
  return own ? `requests.open.${own}` as const : 'requests.open.other'
}
