import type { ErrorBody } from '#protocol/errors.ts'
import type { PullAnswer, PushAnswer, PushStopped } from '#protocol/messages.ts'
import type { PushLine, StoredResult } from '#protocol/results.ts'
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

/**
 * Version 1 cannot follow a guest that was moved: it keeps its queue and asks for the newer app, which can. It has no words for an account
 * without room either, so it is told what it knows.
 */
function asVersion1({ status, body }: Plain): Plain {
  const error = 'error' in body ? (body as ErrorBody).error : undefined
  if (error?.code === 'moved') return { status: 426, body: { ...body, error: { code: 'update-needed' } } }
  if (error?.code === 'account-full') return { status, body: { ...body, error: { ...error, code: 'too-large' } } }
  const stopped = error?.detail as PushStopped | undefined
  if (stopped?.lines) return { status, body: { ...body, error: { ...error, detail: { ...stopped, lines: withKnownRejections(stopped.lines) } } } }
  if ('lines' in body) return { status, body: { ...body, lines: withKnownRejections((body as PushAnswer).lines) } }
  if ('results' in body) return { status, body: { ...body, results: withKnownRejections((body as PullAnswer).results) } }
  return { status, body }
}

const withKnownRejections = <Line extends PushLine | StoredResult>(lines: readonly Line[]): Line[] => lines.map(line => {
  if (!('result' in line) || line.result.kind !== 'rejected' || line.result.rejection.code !== 'files-full') return line
  return { ...line, result: { kind: 'rejected', rejection: { ...line.result.rejection, code: 'invalid', params: { field: 'files' } } } }
})
