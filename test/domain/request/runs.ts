const isLong = process.env['SERVUS_LONG'] === '1'

export const seed = Number(process.env['SERVUS_SEED'] ?? 20_261_101)

/** Parameters for fast-check. SERVUS_LONG=1 takes forty times as many histories, SERVUS_SEED another seed. */
export const runs = (numRuns = 250) => ({ numRuns: isLong ? numRuns * 40 : numRuns, seed })

export const runTimeoutMs = isLong ? 1_200_000 : 60_000
