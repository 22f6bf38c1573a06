import type { Audience } from '../db/identity-tables.ts'

/** The longest that browsers keep a cookie; how long a session lasts is the database's to say. */
const maxAgeSeconds = 400 * 24 * 60 * 60

const plainNames: Record<Audience, string> = { client: 'servus', desk: 'servus-desk' }

/** With https the prefix makes browsers refuse the cookie from anybody but this very host. */
const cookieName = (audience: Audience, isSecure: boolean) => `${isSecure ? '__Host-' : ''}${plainNames[audience]}`

export const readSessionCookie = (request: Request, audience: Audience, isSecure: boolean) =>
  readCookie(request, cookieName(audience, isSecure))

export function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...rest] = part.trim().split('=')
    if (key === name) return rest.join('=')
  }
  return undefined
}

/** The value of Set-Cookie; without a token it takes the cookie away. */
export function sessionCookie(audience: Audience, isSecure: boolean, token: string | undefined): string {
  const parts = [`${cookieName(audience, isSecure)}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${token ? maxAgeSeconds : 0}`]
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ')
}
