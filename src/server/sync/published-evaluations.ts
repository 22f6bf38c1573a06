import { createHash } from 'node:crypto'
import type { PublishedEvaluation, Rating } from '#domain/evaluation/published.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import type { Evaluation, RequestRow } from '#domain/request/row.ts'
import { publicScope } from '#protocol/scopes.ts'
import type { Db } from '../db/tables.ts'
import { type PublicRow, writePublicRows } from './public-rows.ts'

/** Sums of the grade of the whole are kept under this name beside those of the aspects. */
const whole = ''

/**
 * Writes into scope `pub` what these events tell of a service: the rating counts every evaluation, the words appear only where
 * their writer agreed. Returns the scope's new version, or nothing where there was nothing to tell.
 */
export async function publishEvaluations(trx: Db, account: string, request: RequestRow, events: readonly RequestEvent[]): Promise<number | undefined> {
  const { serviceId } = request
  if (serviceId === undefined) return undefined
  const rows: PublicRow[] = []
  for (const { body } of events) {
    if (body.type !== 'evaluated' && body.type !== 'evaluationAnswered') continue
    const id = body.type === 'evaluated' ? body.id : body.evaluationId
    const evaluation = request.evaluations.find(candidate => candidate.id === id)
    if (!evaluation) continue
    if (body.type === 'evaluated') rows.push({ kind: 'rating', key: serviceId, body: await addToRating(trx, serviceId, evaluation) })
    if (evaluation.publish) rows.push(toPublicRow(account, request, serviceId, evaluation))
  }
  return rows.length === 0 ? undefined : (await writePublicRows(trx, publicScope, rows)).version
}

/** The public ids of these requests' evaluations as they are in another account, so that later answers find what they answer. */
export async function moveEvaluations(trx: Db, from: string, to: string, requests: readonly RequestRow[]): Promise<number | undefined> {
  const published = requests.flatMap(request => request.evaluations.filter(evaluation => evaluation.publish)
    .flatMap(evaluation => (request.serviceId === undefined ? [] : [{ request, serviceId: request.serviceId, evaluation }])))
  if (published.length === 0) return undefined
  const rows = published.map(({ request, serviceId, evaluation }) => toPublicRow(to, request, serviceId, evaluation))
  const gone = published.map(({ request, evaluation }) => ({ kind: 'evaluation', key: publicId(from, request.id, evaluation.id) }))
  return (await writePublicRows(trx, publicScope, rows, { remove: gone })).version
}

/** The public id is the server's own: one minted by a device could name somebody else's evaluation. */
const publicId = (account: string, requestId: string, evaluationId: string) =>
  createHash('sha256').update(`${account}|${requestId}|${evaluationId}`).digest('hex').slice(0, 32)

function toPublicRow(account: string, request: RequestRow, serviceId: string, evaluation: Evaluation): PublicRow {
  const { grade, aspects, text, at, answer } = evaluation
  const body: PublishedEvaluation = {
    id: publicId(account, request.id, evaluation.id), serviceId, grade, aspects, language: request.language, at,
    ...(text === undefined ? {} : { text }),
    ...(answer === undefined ? {} : { answer }),
  }
  return { kind: 'evaluation', key: body.id, body }
}

async function addToRating(trx: Db, serviceId: string, { grade, aspects }: Evaluation): Promise<Rating> {
  const grades = [[whole, grade] as const, ...Object.entries(aspects)]
  for (const [aspect, sum] of grades) {
    await trx.insertInto('rating_sum').values({ service_id: serviceId, aspect, count: 1, sum })
      .onConflict(conflict => conflict.columns(['service_id', 'aspect'])
        .doUpdateSet(eb => ({ count: eb('rating_sum.count', '+', 1), sum: eb('rating_sum.sum', '+', sum) })))
      .execute()
  }
  const sums = await trx.selectFrom('rating_sum').selectAll().where('service_id', '=', serviceId).orderBy('aspect').execute()
  const means = Object.fromEntries(sums.map(({ aspect, count, sum }) => [aspect, Math.round((sum / count) * 10) / 10]))
  const { [whole]: mean = 0, ...byAspect } = means
  return { serviceId, count: sums.find(row => row.aspect === whole)?.count ?? 0, mean, means: byAspect }
}
