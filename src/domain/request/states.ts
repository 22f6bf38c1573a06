/** Where a request can stand. A draft exists on its device only and has no state. */
export const states = [
  'submitted', 'clarifying', 'answered',
  'proposing', 'offered',
  'agreeing',
  'agreed', 'inProgress', 'paused', 'changeOffered',
  'checking',
  'delivered',
  'accepted', 'claimed',
  'closed', 'declined', 'refused', 'cancelled',
] as const
export type State = (typeof states)[number]

export const endedStates = ['closed', 'declined', 'refused', 'cancelled'] as const satisfies State[]
export const isEnded = (state: State) => (endedStates as readonly State[]).includes(state)
export const openStates = states.filter(state => !isEnded(state))

/** The order in which a service is given. */
export const stages = [
  'needs', 'proposal', 'agreement', 'execution', 'control', 'completion', 'support', 'evaluation',
] as const
export type Stage = (typeof stages)[number]

/** What the client sees first: three headings over the eight stages. */
export const headings = {
  agree: ['needs', 'proposal', 'agreement'],
  do: ['execution', 'control', 'completion'],
  after: ['support', 'evaluation'],
} as const satisfies Record<string, Stage[]>
export type Heading = keyof typeof headings

export const stageByState: Record<State, Stage> = {
  submitted: 'needs', clarifying: 'needs', answered: 'needs',
  proposing: 'proposal', offered: 'proposal',
  agreeing: 'agreement',
  agreed: 'execution', inProgress: 'execution', paused: 'execution', changeOffered: 'execution',
  checking: 'control',
  delivered: 'completion',
  accepted: 'support', claimed: 'support',
  closed: 'evaluation', declined: 'needs', refused: 'proposal', cancelled: 'needs',
}
