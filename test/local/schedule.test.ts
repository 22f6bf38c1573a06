import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSchedule, longestStepMs, type RunOutcome } from '#local/schedule.ts'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

function setUp(outcomes: (RunOutcome | Error)[], random = () => 0.5) {
  const runs: number[] = []
  const waits: number[] = []
  const begin = Date.now()
  const schedule = createSchedule({
    random,
    periodMs: () => 100_000,
    onWaiting: retryAt => waits.push(retryAt - Date.now()),
    async run() {
      runs.push(Date.now() - begin)
      const outcome = outcomes.shift() ?? { kind: 'done' }
      if (outcome instanceof Error) throw outcome
      return outcome
    },
  })
  return { schedule, runs, waits }
}

describe('The schedule', () => {
  it('runs at once when woken, and then from time to time', async () => {
    const { schedule, runs } = setUp([])
    schedule.wake()
    await vi.advanceTimersByTimeAsync(250_000)
    schedule.stop()
    expect(runs).toEqual([0, 100_000, 200_000])
  })

  it('[S11] fault 20: waits at random up to a limit that doubles to a minute, for ever', async () => {
    const { schedule, runs, waits } = setUp(Array.from({ length: 12 }, () => ({ kind: 'retry' as const })), () => 1)
    schedule.wake()
    await vi.advanceTimersByTimeAsync(1_000_000)
    schedule.stop()
    expect(waits.slice(0, 8)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, longestStepMs, longestStepMs, longestStepMs])
    expect(runs.length).toBeGreaterThan(12)
  })

  it('takes a run that throws for a failure', async () => {
    const { schedule, runs } = setUp([new Error('disk')])
    schedule.wake()
    await vi.advanceTimersByTimeAsync(1_500)
    schedule.stop()
    expect(runs).toEqual([0, 1_000])
  })

  it('[S10] does not come back before the server allows, whoever wakes it', async () => {
    const { schedule, runs } = setUp([{ kind: 'retry', afterMs: 30_000 }], () => 0)
    schedule.wake()
    await vi.advanceTimersByTimeAsync(1_000)
    schedule.wake()
    await vi.advanceTimersByTimeAsync(40_000)
    schedule.stop()
    expect(runs).toEqual([0, 30_000])
  })

  it('runs once more when woken during a run, and never twice at once', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const schedule = createSchedule({
      periodMs: () => undefined,
      async run() {
        runs++
        most = Math.max(most, ++running)
        await new Promise(resolve => setTimeout(resolve, 1_000))
        running--
        return { kind: 'done' }
      },
    })
    schedule.wake()
    await vi.advanceTimersByTimeAsync(500)
    for (let index = 0; index < 5; index++) schedule.wake()
    await vi.advanceTimersByTimeAsync(10_000)
    schedule.stop()
    expect([runs, most]).toEqual([2, 1])
  })

  it('rests until it is woken, and has one timer however often it is', async () => {
    const { schedule, runs } = setUp([{ kind: 'rest' }])
    schedule.wake()
    await vi.advanceTimersByTimeAsync(600_000)
    schedule.wake(5_000)
    schedule.wake(5_000)
    schedule.wake(200)
    await vi.advanceTimersByTimeAsync(10_000)
    schedule.stop()
    expect(runs).toEqual([0, 600_200])
  })

  it('[S66] fault 52: runs once when a page that was frozen for hours is shown again, and has one timer afterwards', async () => {
    const { schedule, runs } = setUp([])
    schedule.wake()
    await vi.advanceTimersByTimeAsync(1_000)
    // Frozen: the clock goes on, timers do not.
    vi.setSystemTime(Date.now() + 5 * 3_600_000)
    for (const delayMs of [0, 800, 0]) schedule.wake(delayMs)
    await vi.advanceTimersByTimeAsync(150_000)
    schedule.stop()
    const frozenMs = 5 * 3_600_000
    expect(runs).toEqual([0, frozenMs + 1_000, frozenMs + 101_000])
  })

  it('[S10] fault 37: is not kept away for years by a clock that was set back', async () => {
    const { schedule, runs } = setUp([{ kind: 'retry', afterMs: 30_000 }], () => 0)
    vi.setSystemTime(Date.now() + 20 * 365 * 86_400_000)
    schedule.wake()
    await vi.advanceTimersByTimeAsync(1_000)
    vi.setSystemTime(Date.now() - 20 * 365 * 86_400_000)
    schedule.wake()
    await vi.advanceTimersByTimeAsync(60_000)
    schedule.stop()
    expect(runs.length).toBeGreaterThan(1)
  })
})
