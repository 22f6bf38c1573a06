import { sweepParts } from '../files/sweep-parts.ts'
import { sweepSignIn } from '../identity/sign-in-counters.ts'
import { pruneResults } from '../sync/prune-results.ts'
import { relayName, relayStaffFeeds } from '../sync/relay-staff-feeds.ts'
import { alertStaff } from './alert-staff.ts'
import { dayMs, hourMs, minuteMs, type Job } from './job.ts'
import { keepDeadlines } from './keep-deadlines.ts'
import { purgeTombstones } from './purge-tombstones.ts'
import { releaseOldRequests } from './release-old-requests.ts'

/** Everything that a server does without being asked. */
export const allJobs: readonly Job[] = [
  { name: 'sweep-sign-in', everyMs: 10 * minuteMs, run: ({ db, now }) => sweepSignIn(db, now()) },
  // Pulls and hints of staff do the same sooner; this is for what a process left undone.
  { name: relayName, everyMs: minuteMs / 4, run: relayStaffFeeds },
  { name: 'sweep-parts', everyMs: hourMs, run: async installation => void await sweepParts(installation) },
  { name: 'alert-staff', everyMs: minuteMs / 4, run: alertStaff },
  { name: 'keep-deadlines', everyMs: hourMs, run: keepDeadlines },
  { name: 'purge-tombstones', everyMs: hourMs, run: purgeTombstones },
  { name: 'prune-results', everyMs: dayMs, run: async ({ db, now }) => { await pruneResults(db, now()) } },
  { name: 'release-old-requests', everyMs: dayMs, run: releaseOldRequests },
]
