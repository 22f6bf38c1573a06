import { fileRoutes } from './files/file-routes.ts'
import { uploadRoutes } from './files/upload-routes.ts'
import { healthRoutes } from './http/health.ts'
import type { Route } from './http/route.ts'
import { deskSessionRoutes } from './identity/desk-session-routes.ts'
import { sessionRoutes } from './identity/session-routes.ts'
import { deskRequestRoutes } from './requests/desk-request-routes.ts'
import { counterRoutes } from './requests/counter-routes.ts'
import { memberRequestRoutes } from './requests/member-request-routes.ts'
import { staffSyncRoutes } from './sync/staff-sync-routes.ts'
import { syncRoutes } from './sync/sync-routes.ts'

/** Every address of the API, each with its policy. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...sessionRoutes,
  ...deskSessionRoutes,
  ...syncRoutes,
  ...uploadRoutes,
  ...fileRoutes,
  ...deskRequestRoutes,
  ...counterRoutes,
  ...memberRequestRoutes,
  ...staffSyncRoutes,
]
