import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { answerFor, spokenVersion } from './answer-version.ts'
import { nameOfVersion, protocolHeader } from '#protocol/version.ts'

const compress = promisify(gzip)
const worthCompressingBytes = 1_000

export type AnswerParts = { status?: number, headers?: Record<string, string> }

/** Text as an answer, compressed where the caller takes gzip. */
export async function answerText(request: Request, text: string, { status = 200, headers = {} }: AnswerParts): Promise<Response> {
  const bytes = new TextEncoder().encode(text)
  const all = new Headers(headers)
  all.append('vary', 'accept-encoding')
  if (bytes.byteLength < worthCompressingBytes || !accepts(request, 'gzip')) return new Response(bytes, { status, headers: all })
  all.set('content-encoding', 'gzip')
  return new Response(new Uint8Array(await compress(bytes)), { status, headers: all })
}

/** A value of the API as an answer, as the caller's version knows it: protocol in header and field, never kept by a cache. */
export function answerJson(request: Request, value: unknown, parts: AnswerParts = {}): Promise<Response> {
  const { status, body } = answerFor(spokenVersion(request), { status: parts.status ?? 200, body: value })
  const headers = { ...apiHeaders(request), 'content-type': 'application/json; charset=utf-8', ...parts.headers }
  return answerText(request, JSON.stringify(body), { status, headers })
}

/** What every answer of the API says, whatever it holds. */
export const apiHeaders = (request: Request): Readonly<Record<string, string>> => ({
  [protocolHeader]: nameOfVersion(spokenVersion(request)),
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
})

/** Whether the caller takes an encoding (RFC 9110, 12.5.3): named, and not with q=0. */
export function accepts(request: Request, encoding: 'gzip' | 'br'): boolean {
  const part = (request.headers.get('accept-encoding') ?? '').split(',').map(item => item.trim().toLowerCase())
    .find(item => item === encoding || item.startsWith(`${encoding};`))
  return part !== undefined && !/;\s*q=0(\.0*)?$/.test(part)
}
