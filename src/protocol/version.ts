/** The protocol's version, sent in the `servus-protocol` header and in the body of every answer. */
export const protocolVersion = 2
/** What a server answers: this version and the one before, so that phones and servers need not change in one moment. */
export const servedVersions = [2, 1] as const
export type ServedVersion = (typeof servedVersions)[number]
export const protocolHeader = 'servus-protocol'

export const nameOfVersion = (version: number) => `servus-sync/${version}`
export const protocolName = nameOfVersion(protocolVersion)

/** The version that a `servus-protocol` header names; undefined where it names none. */
export function readVersion(header: string | null): number | undefined {
  const digits = /^servus-sync\/(\d{1,6})$/.exec(header ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export const isServed = (version: number): version is ServedVersion => (servedVersions as readonly number[]).includes(version)
