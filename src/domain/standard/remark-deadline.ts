import type { Millis } from '../ids.ts'
import type { Standard } from './standard.ts'
import type { WorkingCalendar } from './working-calendar.ts'
import { addWorkingMinutes } from './working-time.ts'

/** Working hours within which a remark is answered where the request's service promises nothing. */
export const usualAnswerHours = 8

/** The moment by which what a client said (remark, wish, complaint, praise) is answered: as quickly as the service answers a request. */
export const remarkDeadline = (saidAt: Millis, standard: Pick<Standard, 'answerWithin'> | undefined, calendar: WorkingCalendar): Millis =>
  addWorkingMinutes(calendar, saidAt, (standard?.answerWithin ?? usualAnswerHours) * 60)
