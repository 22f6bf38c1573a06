import { describe, expect, it } from 'vitest'
import { clientAddress, networkOf } from '#server/http/client-address.ts'
import { limits, makeRateLimits } from '#server/http/rate-limits.ts'
import { Refusal } from '#server/http/refusal.ts'

const { count, perMs } = limits['ask-code']

describe('A rate limit', () => {
  const open = () => {
    const clock = { now: 1_000 * perMs }
    const rates = makeRateLimits(() => clock.now)
    const take = (address = '192.0.2.1') => {
      try {
        rates.take('ask-code', address)
        return true
      } catch (thrown) {
        return (thrown as Refusal).more.retryAfterSeconds ?? 0
      }
    }
    const takeMany = (number: number) => Array.from({ length: number }, () => take()).filter(taken => taken === true).length
    return { clock, take, takeMany }
  }

  it('[S9] lets so many pass, then says when to come again', () => {
    const { take, takeMany } = open()
    expect(takeMany(count + 5)).toBe(count)
    expect(take()).toBe(perMs / 1000)
  })

  it('slides: just after a window\'s end the calls at its end still count', () => {
    const { clock, takeMany } = open()
    clock.now += perMs - 1
    expect(takeMany(count)).toBe(count)
    clock.now += perMs / 2 + 1
    expect(takeMany(count)).toBe(count / 2)
    clock.now += 2 * perMs
    expect(takeMany(count)).toBe(count)
  })

  it('counts each network on its own, and a household\'s IPv6 addresses together', () => {
    const { take, takeMany } = open()
    takeMany(count)
    expect(take('192.0.2.2')).toBe(true)
    for (let number = 0; number < count; number++) take(`2001:db8:1:2::${number.toString(16)}`)
    expect(take('2001:db8:1:2:ffff::1')).not.toBe(true)
    expect(take('2001:db8:1:3::1')).toBe(true)
  })
})

describe('The caller\'s address', () => {
  const requestVia = (forwarded: string | undefined) => new Request('http://127.0.0.1/', { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } })

  it('is the connection\'s, whatever headers claim, where no proxy is trusted', () => {
    expect(clientAddress(requestVia('203.0.113.9'), '192.0.2.1', 0)).toBe('192.0.2.1')
    expect(clientAddress(requestVia(undefined), '::ffff:192.0.2.1', 0)).toBe('192.0.2.1')
  })

  it('is what the outermost trusted proxy saw', () => {
    expect(clientAddress(requestVia('6.6.6.6, 203.0.113.9'), '127.0.0.1', 1)).toBe('203.0.113.9')
    expect(clientAddress(requestVia('6.6.6.6, 203.0.113.9, 10.0.0.1'), '127.0.0.1', 2)).toBe('203.0.113.9')
    expect(clientAddress(requestVia(undefined), '192.0.2.1', 1)).toBe('192.0.2.1')
  })

  it.each([
    ['192.0.2.1', '192.0.2.1'], ['2001:db8::1', '2001:db8:0:0::/64'], ['2001:0db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'], ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is in the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
