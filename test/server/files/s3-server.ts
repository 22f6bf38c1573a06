import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'

export const bucketSecrets = { key: 'S3RVER', secret: 'S3RVER' }

export type S3Server = { endpoint: string, folder: string, failures: number, close: () => void }

/** A service that speaks S3 and checks signatures, with one bucket, `photos`. It fails as often as `failures` says. */
export async function runS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'servus-s3-'))
  const service = new S3rver({ directory: folder, silent: true, configureBuckets: [{ name: 'photos' }] })
  await service.configureBuckets()
  const answer = service.callback()
  const server = createServer((request, response) => {
    if (s3.failures === 0) return answer(request, response)
    s3.failures--
    response.writeHead(503).end()
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const s3: S3Server = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, folder, failures: 0,
    close() {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return s3
}
