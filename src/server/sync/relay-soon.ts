import type { Installation } from '../installation.ts'
import type { Applied } from '../requests/apply-command.ts'
import { relayStaffFeeds } from './relay-staff-feeds.ts'

type State = { isRunning: boolean, isAgain: boolean }
const stateByInstallation = new WeakMap<Installation, State>()

/** Has the feeds of staff follow a change that was just committed. Nobody waits for it; what it leaves undone a job does. */
export function relaySoon(installation: Installation, { stored }: Applied): void {
  if (stored.side.assignedTo !== undefined) relayNow(installation)
}

/** As `relaySoon`, where it is known that feeds of staff have to follow. */
export function relayNow(installation: Installation): void {
  const state = stateByInstallation.get(installation) ?? { isRunning: false, isAgain: false }
  stateByInstallation.set(installation, state)
  state.isAgain = true
  if (!state.isRunning) void run(installation, state)
}

async function run(installation: Installation, state: State): Promise<void> {
  state.isRunning = true
  try {
    while (state.isAgain) {
      state.isAgain = false
      await relayStaffFeeds(installation)
    }
  } catch (error) {
    installation.log.error('The feeds of staff could not follow at once', error)
  } finally {
    state.isRunning = false
  }
}
