import * as v from 'valibot'

/** A bucket and where it is. `endpoint` has no slash at its end; `prefix` is empty or ends in one. */
export type BucketPlace = { endpoint: string, region: string, bucket: string, prefix: string }

const example = 'must be such as s3://bucket/folder?endpoint=https://s3.example.com'
const shape = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/\w[\w.-]*)*)\/?(?:\?(\S*))?$/

/** The setting `s3://bucket[/folder][?endpoint=...][&region=...]`; without an endpoint it is Amazon's. */
export const bucketPlaceSchema = v.pipe(v.string(), v.rawTransform<string, BucketPlace>(({ dataset, addIssue, NEVER }) => {
  const place = readPlace(dataset.value)
  if (place) return place
  addIssue({ message: example })
  return NEVER
}))

function readPlace(text: string): BucketPlace | undefined {
  const [, bucket, folder, search] = shape.exec(text) ?? []
  if (bucket === undefined) return undefined
  const { endpoint, region = 'us-east-1', ...others } = Object.fromEntries(new URLSearchParams(search))
  if (Object.keys(others).length > 0 || !/^[a-z0-9-]{1,40}$/.test(region)) return undefined
  const at = endpoint === undefined ? `https://s3.${region}.amazonaws.com` : readEndpoint(endpoint)
  return at === undefined ? undefined : { endpoint: at, region, bucket, prefix: folder ? `${folder.slice(1)}/` : '' }
}

/** An address without user, path or query. */
function readEndpoint(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(text.toLowerCase()) ? url.origin : undefined
}
