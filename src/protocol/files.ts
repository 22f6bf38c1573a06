import type { FileRow } from './rows.ts'

/** PUT /api/files/:id (clients) and /api/desk/files/:id (staff): the raw bytes of a declared file, whole. */
export type FileAnswer = { protocol: string, file: FileRow }

/**
 * Headers of PATCH and HEAD /api/files/:id, named and meant as in the IETF draft "Resumable Uploads for HTTP"
 * (draft-ietf-httpbis-resumable-upload). The declaring command takes the place of the upload's creation, so that its length is known beforehand.
 */
export const uploadOffset = 'upload-offset'
export const uploadLength = 'upload-length'
/** A boolean of structured fields (RFC 9651): `?1` or `?0`. */
export const uploadComplete = 'upload-complete'
export const partialUpload = 'application/partial-upload'
/** In an answer to HEAD: the state of FileRow, and its code where it was refused. */
export const fileStateHeader = 'servus-file'
export const fileCodeHeader = 'servus-file-code'

/** PATCH: how many bytes are here now. */
export type UploadAnswer = { protocol: string, file: FileRow, offset: number }

/** What stands in `error.detail` of `wrong-offset`: where the next part has to begin. */
export type WrongOffset = { offset: number }
