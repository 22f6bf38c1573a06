import type { ClientDecision } from './client-decisions.ts'
import type { ButtonCommand } from './matters.ts'

/** The command whose form is open: staff's own, or a decision of the client that they write down. */
export type OpenedCommand = { name: ButtonCommand, isRecorded: false } | { name: ClientDecision, isRecorded: true }
