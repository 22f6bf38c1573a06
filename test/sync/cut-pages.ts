import type { Page, PullAnswer } from '#protocol/messages.ts'

/** Makes many small pages of large ones, as a server with a smaller limit would. */
export async function cutPages(response: Response, path: string, pageRows: number | undefined): Promise<Response> {
  if (path !== '/api/sync/pull' || !response.ok || pageRows === undefined) return response
  const answer = await response.clone().json() as PullAnswer
  return new Response(JSON.stringify({ ...answer, pages: answer.pages.map(page => firstRows(page, pageRows)) }), response)
}

function firstRows(page: Page, rows: number): Page {
  const versions = [...page.puts, ...page.dels].map(row => row.version).sort((a, b) => a - b)
  const last = versions[rows - 1]
  if (last === undefined || versions.length === rows) return page
  const { hash: _hash, ...rest } = page
  return { ...rest, puts: page.puts.filter(put => put.version <= last), dels: page.dels.filter(del => del.version <= last), next: last, more: true }
}
