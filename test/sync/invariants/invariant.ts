import type { World } from '../world.ts'

/**
 * One promise of the protocol. `begin` is called for a new world; what it answers looks at the world after every step and says what is wrong.
 * `isQuiet`: all trouble is over and everything has been synchronised.
 */
export type Invariant = { name: string, begin: (world: World) => (isQuiet: boolean) => string | undefined }
