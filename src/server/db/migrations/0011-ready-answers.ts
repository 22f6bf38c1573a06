import { type Kysely, sql } from 'kysely'

/** Texts that staff keep to answer with. */
export async function createReadyAnswers(db: Kysely<unknown>): Promise<void> {
  await sql`create table ready_answer (
    id text primary key, language text not null, title text not null, body text not null, changed_at bigint not null, changed_by text not null)`.execute(db)
}
