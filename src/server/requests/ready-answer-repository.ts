import type { ReadyAnswer } from '#protocol/desk.ts'
import type { Db } from '../db/tables.ts'

export async function listAnswers(db: Db): Promise<ReadyAnswer[]> {
  const rows = await db.selectFrom('ready_answer').select(['id', 'language', 'title', 'body']).orderBy('title').orderBy('id').execute()
  return rows.map(({ body, ...row }) => ({ ...row, text: body }))
}

/** Keeps an answer under its id; what was kept under it before is replaced. */
export async function keepAnswer(db: Db, { id, language, title, text }: ReadyAnswer, by: { staffId: string, now: number }): Promise<void> {
  const columns = { language, title, body: text, changed_at: by.now, changed_by: by.staffId }
  await db.insertInto('ready_answer').values({ id, ...columns }).onConflict(conflict => conflict.column('id').doUpdateSet(columns)).execute()
}

export async function dropAnswer(db: Db, id: string): Promise<void> {
  await db.deleteFrom('ready_answer').where('id', '=', id).execute()
}
