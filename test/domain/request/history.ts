import type { Service } from '#domain/catalog/service.ts'
import { uuidv7, type Millis } from '#domain/ids.ts'
import { authorOf, type Actor } from '#domain/request/actor.ts'
import type { ArgsOf, Command, CommandName, FileRef } from '#domain/request/command.ts'
import type { Via } from '#domain/request/commands/parts.ts'
import { decide } from '#domain/request/decide.ts'
import type { NewEvent, RequestEvent } from '#domain/request/event.ts'
import { evolve } from '#domain/request/evolve.ts'
import { isRejection, type Rejection } from '#domain/request/rejection.ts'
import type { RequestRow, RequestState } from '#domain/request/row.ts'
import { battery, client, server, start, washer, type Facts } from './example-shop.ts'

export const requestId = '0192f3a0-0000-7000-8000-00c0ffee0001'

type More = { via?: Via, files?: readonly FileRef[] }

/** A request as the server keeps it: all its events, and the row that grew with them. Giving a command makes a new history. */
export class History {
  readonly events: readonly RequestEvent[]
  readonly state: RequestState
  readonly now: Millis
  readonly facts: Facts
  readonly services: readonly Service[]

  constructor(events: readonly RequestEvent[] = [], state: RequestState = undefined, now = start, facts: Facts = server, services: readonly Service[] = [battery, washer]) {
    this.events = events
    this.state = state
    this.now = now
    this.facts = facts
    this.services = services
  }

  get row(): RequestRow {
    if (!this.state) throw new Error('There is no request yet')
    return this.state
  }

  /** The events that everybody sees. */
  get shared(): RequestEvent[] {
    return this.events.filter(event => event.stream === 'shared')
  }

  later(ms: number): History {
    return new History(this.events, this.state, this.now + ms, this.facts, this.services)
  }

  /** The same request where other things are known. */
  with(facts: Facts): History {
    return new History(this.events, this.state, this.now, facts, this.services)
  }

  /** The same request where a service promises other things. */
  withService(service: Service): History {
    return new History(this.events, this.state, this.now, this.facts, [service, ...this.services])
  }

  decide(command: Command, actor: Actor): NewEvent[] | Rejection {
    const serviceId = command.name === 'submit' ? command.args.serviceId : this.state?.serviceId
    const service = this.services.find(one => one.id === serviceId)
    return decide(this.state, command, { ...this.facts, ...(service ? { service } : {}), actor, now: this.now })
  }

  append(decided: readonly NewEvent[], actor: Actor): History {
    const mid = uuidv7(this.now, new Uint8Array(16).fill(this.events.length % 256))
    const counts = { shared: this.shared.length, desk: this.events.length - this.shared.length }
    const added = decided.map((event, index): RequestEvent =>
      ({ requestId, number: ++counts[event.stream], mid, index, at: this.now, by: authorOf(actor), ...event }))
    return new History([...this.events, ...added], added.reduce(evolve, this.state), this.now + 1_000, this.facts, this.services)
  }

  /** What follows when the command is taken; a refusal is an error here. */
  give<Name extends CommandName>(name: Name, args: ArgsOf<Name>, actor: Actor = client, more: More = {}): History {
    const decision = this.decide({ name, args, ...more } as Command, actor)
    if (isRejection(decision)) throw new Error(`${name} was refused: ${JSON.stringify(decision)}`)
    return this.append(decision, actor)
  }

  /** The code with which a command is refused; undefined when it is taken. */
  refusal<Name extends CommandName>(name: Name, args: ArgsOf<Name>, actor: Actor = client, more: More = {}): Rejection['code'] | undefined {
    const decision = this.decide({ name, args, ...more } as Command, actor)
    return isRejection(decision) ? decision.code : undefined
  }
}
