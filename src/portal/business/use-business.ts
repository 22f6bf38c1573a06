import { publicScope } from '#protocol/scopes.ts'
import type { BusinessRow } from '#protocol/rows.ts'
import { usePageData } from '../shell/page-data.ts'
import { useContent } from '../shell/use-content.ts'
import type { Live } from '../shell/use-live.ts'

/** Who we are, from the page or the device. */
export const useBusiness = (): Live<BusinessRow | undefined> =>
  useContent(() => publicScope, ({ catalog }) => catalog.business(), { first: usePageData()?.business })
