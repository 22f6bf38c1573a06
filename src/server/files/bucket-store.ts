import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import type { BucketPlace } from './bucket-place.ts'
import type { FileStore } from './file-store.ts'

/** How the bucket's service knows us. */
export type BucketSecrets = { key: string, secret: string }

/** A service that fails for a moment is asked again; a device sends its file once more where it goes on failing. */
const tries = 3
const timeoutMs = 30_000

/** Files in a bucket of any service that speaks S3. */
export function bucketStore({ endpoint, region, bucket, prefix }: BucketPlace, { key: accessKeyId, secret: secretAccessKey }: BucketSecrets): FileStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: tries - 1 })
  const address = `${endpoint}/${bucket}`

  /** The answer, where its status is one of these. Throws otherwise, and where none came in time. */
  async function call(method: string, path: string, statuses: readonly number[], body?: Uint8Array<ArrayBuffer>): Promise<Response> {
    const answer = await client.fetch(`${address}${path}`, {
      method, signal: AbortSignal.timeout(timeoutMs),
      // The service compares what arrives with it.
      ...(body && { body, headers: { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') } }),
    })
    if (statuses.includes(answer.status)) return answer
    const code = textsOf(await answer.text().catch(() => ''), 'Code')[0] ?? 'no reason given'
    throw new Error(`The bucket ${bucket} answered ${answer.status} to ${method}: ${code}`)
  }

  return {
    elsewhere: `the bucket ${bucket}`,
    async put(key, bytes) {
      await call('PUT', `/${prefix}${key}`, [200], new Uint8Array(bytes))
    },
    async get(key) {
      const answer = await call('GET', `/${prefix}${key}`, [200, 404])
      // Also a bucket that is not there is answered 404: that is no missing file.
      if (answer.status === 404 && textsOf(await answer.text(), 'Code')[0] !== 'NoSuchKey') throw new Error(`There is no bucket ${bucket}`)
      return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer())
    },
    async remove(key) {
      await call('DELETE', `/${prefix}${key}`, [200, 204, 404])
    },
    async* list(start = '') {
      for (let next: string | undefined = ''; next !== undefined;) {
        const query: URLSearchParams = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}${start}`, ...(next === '' ? {} : { 'continuation-token': next }) })
        const page: string = await (await call('GET', `?${query}`, [200])).text()
        for (const key of textsOf(page, 'Key')) yield key.slice(prefix.length)
        next = textsOf(page, 'NextContinuationToken')[0]
      }
    },
  }
}

/** What stands in every element of a name. Our keys, and the codes and tokens of a service, hold nothing that XML nests. */
const textsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text!.replace(/&(amp|lt|gt|quot|apos|#39|#34);/g, (_, entity: string) => charByEntity[entity]!))

const charByEntity: Record<string, string> = { 'amp': '&', 'lt': '<', 'gt': '>', 'quot': '"', 'apos': "'", '#39': "'", '#34': '"' }
