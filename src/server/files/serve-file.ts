import { Refusal } from '../http/refusal.ts'
import type { Installation } from '../installation.ts'
import type { StoredFile } from './file-repository.ts'
import { fileKey, type FileVariant } from './file-store.ts'

const endingByType: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }

/** A picture as an answer: never run, never framed, kept by no shared cache. Awaited and refused files look like missing ones. */
export async function serveFile({ files }: Installation, file: StoredFile | undefined, variant: FileVariant): Promise<Response> {
  const bytes = file?.state === 'ready' ? await files.get(fileKey(file.store_key, variant)) : undefined
  if (!file || !bytes) throw new Refusal('not-found')
  return new Response(bytes, {
    headers: {
      'content-type': file.type,
      'content-length': String(bytes.byteLength),
      'content-disposition': `inline; filename="photo-${file.id.slice(-8)}.${endingByType[file.type] ?? 'bin'}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}
