import { languages } from '#domain/language.ts'
import { languageScope, publicScope, type Scope } from '#protocol/scopes.ts'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tables.ts'
import { writePublicRows, type PublicRow } from '../sync/public-rows.ts'
import type { Content } from './load-content.ts'

/** One row that loading changes or would change. */
export type ContentChange = { scope: Scope, kind: string, key: string, change: 'added' | 'changed' | 'removed' }

type ScopeRows = { scope: Scope, kinds: readonly string[], rows: PublicRow[] }

/**
 * Makes a content folder what the public sees; what the folder no longer has is removed, evaluations and ratings stay.
 * The same content again changes nothing. A dry run only tells.
 */
export async function storeContent(database: Database, content: Content, { isDryRun }: { isDryRun: boolean }): Promise<{ changes: ContentChange[], versions: Map<Scope, number> }> {
  const wanted = toRows(content)
  if (isDryRun) return { changes: await database.snapshot(trx => findChanges(trx, wanted)), versions: new Map() }
  return database.transaction(async trx => {
    const changes = await findChanges(trx, wanted)
    const versions = new Map<Scope, number>()
    for (const { scope, kinds, rows } of wanted) {
      if (!changes.some(change => change.scope === scope)) continue
      const { version } = await writePublicRows(trx, scope, rows, { replaceKinds: kinds })
      versions.set(scope, version)
    }
    return { changes, versions }
  })
}

function toRows({ business, categories, services, articles, terms }: Content): ScopeRows[] {
  const row = (kind: string) => (body: { id: string }): PublicRow => ({ kind, key: body.id, body })
  return [
    {
      scope: publicScope, kinds: ['business', 'category', 'service'],
      rows: [row('business')(business), ...categories.map(row('category')), ...services.map(row('service'))],
    },
    ...languages.map(language => ({
      scope: languageScope(language), kinds: ['article', 'terms'],
      rows: [
        ...articles.filter(article => article.language === language).map(row('article')),
        ...terms.filter(item => item.language === language).map(row('terms')),
      ],
    })),
  ]
}

async function findChanges(trx: Db, wanted: readonly ScopeRows[]): Promise<ContentChange[]> {
  const changes: ContentChange[] = []
  for (const { scope, kinds, rows } of wanted) {
    const stored = await trx.selectFrom('public_row').select(['kind', 'key', 'body'])
      .where('scope', '=', scope).where('kind', 'in', kinds).where('op', '=', 'put').execute()
    const bodyByName = new Map(stored.map(row => [`${row.kind}/${row.key}`, row.body]))
    for (const { kind, key, body } of rows) {
      const before = bodyByName.get(`${kind}/${key}`)
      if (before !== JSON.stringify(body)) changes.push({ scope, kind, key, change: before === undefined ? 'added' : 'changed' })
      bodyByName.delete(`${kind}/${key}`)
    }
    for (const name of bodyByName.keys()) {
      const [kind = '', key = ''] = name.split('/')
      changes.push({ scope, kind, key, change: 'removed' })
    }
  }
  return changes
}
