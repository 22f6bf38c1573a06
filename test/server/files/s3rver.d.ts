declare module '@20minutes/s3rver' {
  import type { RequestListener } from 'node:http'

  /** What the tests need of it: an S3 server that keeps its buckets in a folder. It knows one key, S3RVER, whose secret is the same. */
  export default class S3rver {
    constructor(options: { directory: string, silent: boolean, configureBuckets: { name: string }[] })
    configureBuckets(): Promise<unknown>
    callback(): RequestListener
  }
}
