const isLong = process.env['SERVUS_LONG'] === '1'

/** Parameters for fast-check; a failure prints seed and counterexample. SERVUS_LONG=1 takes 100,000 cases, SERVUS_SEED another seed. */
export const runs = (numRuns = 3_000) => ({
  numRuns: isLong ? 100_000 : numRuns,
  seed: Number(process.env['SERVUS_SEED'] ?? 20_251_112),
})

export const runTimeoutMs = isLong ? 1_200_000 : 30_000
