import * as v from 'valibot'
import type { Millis } from '#domain/ids.ts'
import { ok, refuse, type Result } from '#domain/result.ts'
import { optionSchema, shortTextLimit, type Option } from '#domain/request/commands/parts.ts'
import type { ArgsOf } from '#domain/request/command.ts'
import type { Proposal } from '#domain/request/row.ts'
import { fromWallTime } from '../wall-time.ts'
import { readLine, type Problems } from './line-draft.ts'
import { mostTyped, totalsOf, type OptionDraft, type ProposalDraft } from './proposal-draft.ts'

type Surroundings = { digits: number, timeZone: string, now: Millis, before: Proposal | undefined }

/** A typed proposal as the command's arguments, or what is wrong with it by the path of each field. */
export function buildProposal(draft: ProposalDraft, { digits, timeZone, now, before }: Surroundings): Result<ArgsOf<'propose'>, Problems> {
  const read = draft.options.map((option, index) => readOption(option, `options.${index}`, digits))
  const validUntil = fromWallTime(draft.validUntil, timeZone)
  const options = read.map(({ option }) => option)
  const [text, reason] = [draft.text.trim(), draft.reason.trim()]
  const problems: Problems = {
    ...Object.assign({}, ...read.map(part => part.problems)) as Problems,
    ...(validUntil === undefined ? { validUntil: 'time' } : validUntil <= now ? { validUntil: 'past' } : {}),
    ...(before && reason === '' && isOther(before.options, options) ? { reason: 'reason' } : {}),
  }
  if (Object.keys(problems).length > 0 || validUntil === undefined) return refuse(problems)
  return ok({ options, validUntil, ...(text ? { text } : {}), ...(reason ? { reason } : {}) })
}

function readOption(draft: OptionDraft, path: string, digits: number): { option: Option, problems: Problems } {
  const read = draft.lines.map((line, index) => readLine(line, `${path}.lines.${index}`, digits))
  const [title, text] = [draft.title.trim(), draft.text.trim()]
  const most = mostTyped(draft, digits)
  const totals = totalsOf(draft, digits)
  const problems: Problems = {
    ...(title === '' ? { [`${path}.title`]: 'missing' } : title.length > shortTextLimit ? { [`${path}.title`]: 'tooLong' } : {}),
    ...Object.assign({}, ...read.map(part => part.problems)) as Problems,
    ...(draft.most.trim() !== '' && most === undefined ? { [`${path}.most`]: 'amount' } : {}),
    ...(most !== undefined && totals.isComplete && most < totals.all ? { [`${path}.most`]: 'mostBelow' } : {}),
  }
  const option: Option = { id: draft.id, title, ...(text ? { text } : {}), lines: read.map(({ line }) => line), ...(most === undefined ? {} : { most }) }
  return { option, problems }
}

/** Read through the schema, both have their fields in one order. */
const isOther = (before: readonly Option[], now: readonly Option[]) => written(before) !== written(now)
const written = (options: readonly Option[]) => JSON.stringify(options.map(option => {
  const parsed = v.safeParse(optionSchema, option)
  return parsed.success ? parsed.output : option
}))
