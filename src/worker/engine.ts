import { syncFromWorker } from '#local/sync-from-worker.ts'
import type { EngineScope } from './load-engine.ts'

declare const self: EngineScope

self.servusEngine = { syncFromWorker }
