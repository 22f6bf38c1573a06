import { isIPv6 } from 'node:net'

/**
 * The caller's address. Of X-Forwarded-For only the part written by our own proxies counts: the n-th from the right,
 * for n trusted proxies.
 */
export function clientAddress(request: Request, remoteAddress: string | undefined, trustedProxies: number): string {
  const direct = remoteAddress ?? 'unknown'
  if (trustedProxies === 0) return plainAddress(direct)
  const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').map(part => part.trim()).filter(Boolean)
  return plainAddress(forwarded.at(-trustedProxies) ?? forwarded[0] ?? direct)
}

/** The network that shares one limit: an IPv4 address, or the 64 bits of IPv6 that one household is given. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return `${[...left, ...middle, ...right].slice(0, 4).map(group => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 64)
