import { fold } from '#domain/request/evolve.ts'
import type { RequestEvent } from '#domain/request/event.ts'
import { rowHash, changeHash, emptyHash } from '#server/sync/content-hash.ts'
import type { Invariant } from './invariant.ts'
import { readersOf, shownRows, viewReader } from './device-view.ts'

/** 12. After quiet, every device of a reader shows the same, and what the server says; and everything saved has come to something. */
export const allTheSame: Invariant = {
  name: '12 after quiet all devices show what the server says',
  begin: world => isQuiet => {
    const { requests, events, counters } = world.look()
    for (const { account, id, body } of requests) {
      const shared = events.filter(event => event.account === account && event.request === id && event.stream === 'shared').toSorted((a, b) => a.number - b.number)
      if (JSON.stringify(fold(shared.map(event => event.body))) !== JSON.stringify(body)) return `request ${id} is not the fold of its events`
    }
    if (!isQuiet) return undefined
    for (const device of world.devices) {
      for (const reader of readersOf(device)) {
        const view = viewReader(device, reader)
        if (reader.isSessionOver || !view.feed) continue
        const queued = view.commands.find(command => command.state === 'queued')
        if (queued) return `${queued.name} ${queued.mid} is still waiting on device ${device.number}`
        const done = new Set(events.map(event => event.mid))
        const untrue = view.commands.find(command => command.state === 'attention' && done.has(command.mid))
        if (untrue) return `${untrue.name} ${untrue.mid} wants attention on device ${device.number}, though it has taken effect`
        const applied = view.commands.find(command => command.state === 'applied')
        if (applied) return `${applied.name} ${applied.mid} has not arrived on device ${device.number}`
        const counter = counters.find(row => row.reader === reader.id && row.account === reader.account)
        if (counter && view.feed.cursor !== counter.version) return `device ${device.number} stands at ${view.feed.cursor}, the server at ${counter.version}`
        const rows = shownRows(view)
        if (counter && changeHash(emptyHash, rows.map(row => rowHash(row.kind, row.key, row.version)), []) !== counter.hash) return `device ${device.number} holds other rows of ${reader.id} than the server`
        for (const { account, id, body } of requests.filter(request => request.account === reader.account && !request.hasLeft)) {
          const row = rows.find(candidate => candidate.kind === 'request' && candidate.key === id)
          if (JSON.stringify(row?.body) !== JSON.stringify(body)) return `device ${device.number} has another row of request ${id}`
          const thread = rows.filter(candidate => candidate.kind === 'event' && candidate.key.startsWith(id)).map(candidate => candidate.body as RequestEvent)
          const shared = events.filter(event => event.account === account && event.request === id && event.stream === 'shared')
          if (thread.length !== shared.length) return `device ${device.number} has ${thread.length} events of request ${id}, the server ${shared.length}`
        }
      }
    }
    const withResult = new Set([...world.ledger.settled, ...events.map(({ mid }) => mid)])
    const lost = world.ledger.saved.find(saved => saved.fate === 'kept' && !withResult.has(saved.mid) && !isShutOut(world.devices[saved.device]!, saved.reader))
    return lost && `${lost.name} ${lost.mid} of step ${lost.step} never came to anything`
  },
}

const isShutOut = (device: Parameters<typeof readersOf>[0], reader: string) => readersOf(device).some(({ id, isSessionOver }) => id === reader && isSessionOver)
