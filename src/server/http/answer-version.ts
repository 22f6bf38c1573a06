import type { ErrorBody } from '#protocol/errors.ts'
import { isServed, nameOfVersion, protocolHeader, protocolVersion, readVersion, type ServedVersion } from '#protocol/version.ts'
import { Refusal } from './refusal.ts'

export type VersionedAnswer = { status: number, body: unknown }

/** The version in which a caller is answered: the one its header names, the newest where it names none that is served. */
export function spokenVersion(request: Request): ServedVersion {
  const version = readVersion(request.headers.get(protocolHeader))
  return version !== undefined && isServed(version) ? version : protocolVersion
}

/** Throws `update-needed` where the caller names a version that is not served; one that names none is a machine or a browser. */
export function refuseUnservedVersion(request: Request): void {
  const header = request.headers.get(protocolHeader)
  if (header === null) return
  const version = readVersion(header)
  if (version === undefined || !isServed(version)) throw new Refusal('update-needed')
}

/** An answer as a version knows it. Fields that came later are left in: a device reads only those that it knows. */
export function answerFor(version: ServedVersion, { status, body }: VersionedAnswer): VersionedAnswer {
  const protocol = nameOfVersion(version)
  const isPlain = body === undefined || (typeof body === 'object' && body !== null && !Array.isArray(body))
  if (!isPlain) return { status, body }
  switch (version) {
    case 1: return asVersion1({ status, body: { ...body, protocol } })
    case 2: return { status, body: { ...body, protocol } }
    default: return version satisfies never
  }
}

type Plain = { status: number, body: object }

/** Version 1 cannot follow a guest that was moved: it keeps its queue and asks for the newer app, which can. */
function asVersion1({ status, body }: Plain): Plain {
  const error = 'error' in body ? (body as ErrorBody).error : undefined
  if (error?.code !== 'moved') return { status, body }
  return { status: 426, body: { ...body, error: { code: 'update-needed' } } }
}
