import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { accepts } from './answer.ts'
import { contentPolicy, pageHeaders } from './security-headers.ts'

const typeByExtension: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.webp': 'image/webp', '.jpg': 'image/jpeg', '.ico': 'image/x-icon', '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}
const encodings = [['br', '.br'], ['gzip', '.gz']] as const

type StaticFile = { file: string, headers: Record<string, string>, encoded: Partial<Record<'br' | 'gzip', string>> }

export type StaticFiles = {
  /** The file at a path of the site, or undefined. */
  answer: (request: Request, path: string) => Response | undefined
}

/**
 * Serves what the build made, and nothing else: the paths are listed once at start. Files with a hash in their name
 * never change; the rest is asked for anew with its ETag. Compressed forms made by the build go out as they are.
 */
export function listStaticFiles(folders: readonly { folder: string, prefix: string }[], hidden: ReadonlySet<string>): StaticFiles {
  const fileByPath = new Map<string, StaticFile>()
  for (const { folder, prefix } of folders) {
    for (const file of listFiles(folder)) {
      const path = `${prefix}${relative(folder, file).split(sep).join('/')}`
      if (!hidden.has(path) && !path.includes('/.') && typeByExtension[extname(file)]) fileByPath.set(path, describeFile(file, path))
    }
  }
  return {
    answer: (request, path) => {
      const found = fileByPath.get(path)
      return found && answerFile(request, found)
    },
  }
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

function describeFile(file: string, path: string): StaticFile {
  const bytes = readFileSync(file)
  const isPage = file.endsWith('.html')
  const type = typeByExtension[extname(file)]!
  const policy = path === '/sw.js' ? contentPolicy() : "default-src 'none'; frame-ancestors 'none'"
  const headers = {
    'content-type': type,
    'cache-control': path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    'content-security-policy': policy,
    vary: 'accept-encoding',
    ...(isPage && pageHeaders(bytes.toString('utf8'))),
  }
  const encoded = Object.fromEntries(encodings.flatMap(([name, ending]) => existsSync(file + ending) ? [[name, file + ending]] : []))
  return { file, headers, encoded }
}

function answerFile(request: Request, { file, headers, encoded }: StaticFile): Response {
  if (isUnchanged(request, headers.etag!)) return new Response(null, { status: 304, headers })
  for (const [name] of encodings) {
    const compressed = encoded[name]
    if (compressed && accepts(request, name)) return new Response(new Uint8Array(readFileSync(compressed)), { headers: { ...headers, 'content-encoding': name } })
  }
  return new Response(new Uint8Array(readFileSync(file)), { headers })
}

/** If-None-Match (RFC 9110, 13.1.2), compared weakly: a proxy may have marked our tag. */
export const isUnchanged = (request: Request, etag: string) =>
  (request.headers.get('if-none-match') ?? '').split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
