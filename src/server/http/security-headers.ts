import { createHash } from 'node:crypto'

/** On every answer, whatever it is. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), interest-cohort=()',
}

export const reportPath = '/api/csp-report'

/**
 * The policy of our pages and of the worker: nothing foreign, nothing inline but the styles whose hashes are given, and
 * script addresses and HTML only by way of the two named Trusted Types policies.
 */
export function contentPolicy(styleHashes: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styleHashes.map(hash => `'${hash}'`)].join(' '),
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue servus-url',
    `report-uri ${reportPath}`,
  ].join('; ')
}

/** The hash by which the policy admits one inline `<style>`: over its exact text. */
export const styleHash = (css: string) => `sha256-${createHash('sha256').update(css).digest('base64')}`

const inlineStyle = /<style[^>]*>([\s\S]*?)<\/style>/g

/** Hashes of all inline styles of a page of ours. */
export const styleHashesOf = (html: string) => [...html.matchAll(inlineStyle)].map(match => styleHash(match[1]!))

/** Headers of a page with exactly these inline styles. */
export const pageHeaders = (html: string): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentPolicy(styleHashesOf(html)),
})
