import { addDays } from './local-time.ts'
import type { WorkingCalendar } from './working-calendar.ts'

const longestClosureDays = 366

/** Every local date ("YYYY-MM-DD") on which the business is closed by announcement: what a price calls a holiday. */
export function closedDates({ closures }: Pick<WorkingCalendar, 'closures'>): string[] {
  return closures.flatMap(({ from, to }) => {
    const dates = []
    for (let date = from; date <= to && dates.length < longestClosureDays; date = addDays(date, 1)) dates.push(date)
    return dates
  })
}
