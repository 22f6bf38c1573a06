import type * as v from 'valibot'
import type { Caller, MemberCaller, StaffCaller } from '../identity/caller.ts'
import type { Installation } from '../installation.ts'

/**
 * Who may call a route. `reader`: a guest known here, or a signed-in member. `new-reader`: a guest may also be unknown so
 * far and is then admitted. `staff`: any signed-in staff; what their role may do is the decider's to say.
 */
export type Policy = 'public' | 'reader' | 'new-reader' | 'staff'

type CallerOf<P extends Policy> = P extends 'public' ? Caller | undefined : P extends 'staff' ? StaffCaller : MemberCaller

type Schema = v.GenericSchema<unknown, unknown>
type Output<S> = S extends Schema ? v.InferOutput<S> : undefined

export type Call<P extends Policy, Body, Query> = {
  caller: CallerOf<P>
  body: Output<Body>
  query: Output<Query>
  /** Path parameters by name, decoded. */
  params: Record<string, string>
  request: Request
  /** The caller's address behind trusted proxies: for rate limits alone. */
  address: string
  installation: Installation
}

/**
 * One address of the API. A route without a policy cannot be written; `body` and `query` are strict schemas that also
 * make the OpenAPI document. A handler returns a value (sent as JSON) or a Response, and throws a `Refusal`.
 */
export type Route<P extends Policy = Policy, Body extends Schema | undefined = Schema | undefined, Query extends Schema | undefined = Schema | undefined> = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  policy: P
  body?: Body
  query?: Query
  /** Bytes a body may have; 256 KiB unless said otherwise. `raw` bodies are read by the handler. */
  maxBodyBytes?: number
  isRaw?: true
  handle: (call: Call<P, Body, Query>) => Promise<unknown> | unknown
}

/** Declares a route; keeps the types of its parts. */
export const route = <P extends Policy, Body extends Schema | undefined = undefined, Query extends Schema | undefined = undefined>(
  declaration: Route<P, Body, Query>,
): Route => declaration as unknown as Route
