export type DeskPerson = {
  /** Titles of all open requests, and of those that have ended. */
  titles: () => Promise<string[]>
  /** The words of a request's events in their order, from whoever they are. */
  wordsOf: (title: string) => Promise<string[]>
}

type Item = { account: string, request: { id: string, title: string } }

/** Staff as a program: what the server really holds, whatever screens show. */
export async function deskPerson(url: string, email = 'all@demo.example'): Promise<DeskPerson> {
  const post = (path: string, body: unknown) => fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const { code } = await (await post('/api/desk/session/code', { email, language: 'en' })).json() as { code: string }
  const cookie = (await post('/api/desk/session', { email, code, language: 'en' })).headers.get('set-cookie')!.split(';')[0]!
  const read = async <Answer>(path: string) => await (await fetch(url + path, { headers: { cookie } })).json() as Answer
  const items = async () => {
    const lists = await Promise.all(['all', 'ended'].map(view => read<{ items: Item[] }>(`/api/desk/requests?view=${view}`)))
    return lists.flatMap(list => list.items)
  }
  return {
    titles: async () => (await items()).map(item => item.request.title),
    async wordsOf(title) {
      const item = (await items()).find(({ request }) => request.title === title)
      if (!item) return []
      const { events } = await read<{ events: { body: { text?: string } }[] }>(`/api/desk/requests/${item.request.id}?account=${item.account}`)
      return events.flatMap(event => event.body.text ?? [])
    },
  }
}
