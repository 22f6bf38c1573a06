import type { NextStep, StepKey } from '#domain/request/next-step.ts'

/** What stands under "now" when it is the client's turn: an answer to write, the answer to a question, or the part of the page that waits. */
export type NowAction = { kind: 'reply' } | { kind: 'answer' } | { kind: 'place', hash: string }

const placeByKey: Partial<Record<StepKey, string>> = {
  yourChoice: '#proposal', yourYes: '#agreement', yourYesToChange: '#change', yourAcceptance: '#result', evaluate: '#evaluation', chooseTime: '#times',
}

/** The one thing to do now; undefined when it is not the client's turn. */
export function nowAction({ who, key }: NextStep): NowAction | undefined {
  if (who !== 'client') return undefined
  if (key === 'yourAnswer') return { kind: 'reply' }
  if (key === 'didItHelp') return { kind: 'answer' }
  const hash = placeByKey[key]
  return hash === undefined ? undefined : { kind: 'place', hash }
}
