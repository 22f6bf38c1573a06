import { ConfigProblem } from './config.ts'
import { formatProblem } from './content/problem.ts'
import { loadContent } from './content/load-content.ts'
import { readBusiness } from './content/read-public-rows.ts'
import { storeContent } from './content/store-content.ts'
import { addDemoStaff } from './identity/demo-staff.ts'
import type { Installation } from './installation.ts'

/** Gives an empty installation in demo mode a business and its staff. What is there already stays as it is. */
export async function fillDemo({ config, database, db, log, now }: Installation): Promise<void> {
  if (!config.isDemo) return
  if (!await readBusiness(db)) {
    const { content, problems } = loadContent(config.contentFolder)
    if (!content) {
      throw new ConfigProblem([`The demo content in ${config.contentFolder} (SERVUS_CONTENT) cannot be used`, ...problems.map(formatProblem)])
    }
    const { changes } = await storeContent(database, content, { isDryRun: false })
    log.info(`The demo business is ready: ${changes.length} texts from ${config.contentFolder}`)
  }
  const business = await readBusiness(db)
  await addDemoStaff(db, business?.defaultLanguage ?? 'en', now())
}
