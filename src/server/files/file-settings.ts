import * as v from 'valibot'

/** So much one account may keep, unless the owner says otherwise: about 3,000 photos. */
export const defaultAccountBytes = 2 * 1024 * 1024 * 1024

const bytesPerUnit: Record<string, number> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 }

/** A size such as 500M or 2G. */
export const bytesSchema = v.pipe(
  v.string(), v.regex(/^\d{1,6}[KMGT]$|^\d{1,15}$/, 'must be a size such as 500M or 2G'),
  v.transform(text => Number.parseInt(text, 10) * bytesPerUnit[text.replace(/^\d+/, '')]!),
  v.safeInteger('must be a size such as 500M or 2G'),
)
