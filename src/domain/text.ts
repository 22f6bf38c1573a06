import * as v from 'valibot'

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** No U+0000 and no lone surrogates: PostgreSQL refuses the first, SQLite and JSON mangle both. */
export const isStorableText = (text: string) => !text.includes('\u0000') && !loneSurrogate.test(text)

/** A text of at most `maxLength` UTF-16 units that every store can keep unchanged. */
export const cleanText = (maxLength: number) =>
  v.pipe(v.string(), v.maxLength(maxLength, 'is too long'), v.check(isStorableText, 'has characters that cannot be kept'))

/** As `cleanText`, and says something. */
export const filledText = (maxLength: number) =>
  v.pipe(cleanText(maxLength), v.check(text => text.trim() !== '', 'is empty'))
