/** The protocol's name and version, sent in the `servus-protocol` header and in the body of every answer. */
export const protocolVersion = 1
export const servedVersions = [1] as const
export const protocolHeader = 'servus-protocol'
export const protocolName = 'servus-sync/1'
