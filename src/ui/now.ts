let read: () => number = Date.now

/** The time that screens count with. A device's own clock may be off by days; whoever knows better gives another. */
export const now = () => read()

/** Must be called once at most, by the app. */
export function useClock(clock: () => number) {
  read = clock
}
