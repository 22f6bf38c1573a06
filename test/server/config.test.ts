import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigProblem, loadConfig } from '#server/config.ts'

const load = (environment: Record<string, string>) => loadConfig(environment, '/srv/servus')

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    load(environment)
  } catch (error) {
    if (error instanceof ConfigProblem) return error.problems
    throw error
  }
  return []
}

describe('The settings', () => {
  it('need not be given: a demo on this machine alone', () => {
    expect(load({ HOME: '/root', PATH: '/bin' })).toMatchObject({
      url: 'http://127.0.0.1:8080', host: '127.0.0.1', port: 8080, isDemo: true, isSecure: false, dataFolder: '/srv/servus/data', trustedProxies: 0,
    })
  })

  it('with an address make a real deployment, reachable from outside', () => {
    expect(load({ SERVUS_URL: 'https://help.example.com/', PORT: '9000' })).toMatchObject({
      url: 'https://help.example.com', host: '0.0.0.0', port: 9000, isDemo: false, isSecure: true,
    })
    expect(load({ SERVUS_URL: 'https://help.example.com', SERVUS_DEMO: '1', SERVUS_HOST: '127.0.0.1' })).toMatchObject({ isDemo: true, host: '127.0.0.1' })
  })

  it('limit the files of an account', () => {
    expect(load({}).filesMaxPerAccount).toBe(2 * 1024 ** 3)
    expect(['1500', '500M', '10T'].map(size => load({ SERVUS_FILES_MAX_PER_ACCOUNT: size }).filesMaxPerAccount)).toEqual([1500, 500 * 1024 ** 2, 10 * 1024 ** 4])
    for (const size of ['-1', '2 G', '2GB', '1.5G', '999999T', 'much']) expect(problemsOf({ SERVUS_FILES_MAX_PER_ACCOUNT: size }), size).toHaveLength(1)
  })

  it('keep files in the data folder, or in a bucket with its key and secret', () => {
    const secrets = { SERVUS_FILES_KEY: 'key', SERVUS_FILES_SECRET: 'secret' }
    const placeOf = (address: string) => load({ SERVUS_FILES: address, ...secrets }).bucket
    expect(load({}).bucket).toBeUndefined()
    expect(placeOf('s3://photos')).toEqual({
      place: { endpoint: 'https://s3.us-east-1.amazonaws.com', region: 'us-east-1', bucket: 'photos', prefix: '' }, secrets: { key: 'key', secret: 'secret' },
    })
    expect(placeOf('s3://photos/kvarn/2026/?endpoint=http://127.0.0.1:9000/&region=ru-1')!.place).toEqual({
      endpoint: 'http://127.0.0.1:9000', region: 'ru-1', bucket: 'photos', prefix: 'kvarn/2026/',
    })
    for (const wrong of ['photos', 's3://P', 's3://photos/..', 's3://photos?endpoint=ftp://a', 's3://photos?endpoint=https://a/b', 's3://photos?endpoint=https://u:p@a', 's3://photos?acl=public']) {
      expect(problemsOf({ SERVUS_FILES: wrong, ...secrets }), wrong).toEqual(['SERVUS_FILES must be such as s3://bucket/folder?endpoint=https://s3.example.com'])
    }
    expect(problemsOf({ SERVUS_FILES: 's3://photos', SERVUS_FILES_KEY: 'key' })).toEqual(['SERVUS_FILES_KEY and SERVUS_FILES_SECRET are needed with SERVUS_FILES: they open the bucket'])
  })

  it('follow the port', () => {
    expect(load({ PORT: '8111' }).url).toBe('http://127.0.0.1:8111')
  })

  it('count as not given where they are empty', () => {
    expect(load({ SERVUS_URL: '', DATABASE_URL: '' })).toMatchObject({ isDemo: true })
  })

  it('are told all at once in plain words where they are wrong', () => {
    expect(problemsOf({ SERVUS_URL: 'help.example.com', PORT: '99999', SERVUS_DEMO: 'yes', DATABASE_URL: 'mysql://x', SERVUS_DEMOO: '1', SERVUS_SMTP_URL: 'smtp://mail' })).toEqual([
      'SERVUS_DEMOO is not a setting of Servus',
      'SERVUS_URL must be an address such as https://help.example.com',
      'SERVUS_URL must be http:// or https:// with a name, without a path',
      'PORT must be at most 65535',
      'SERVUS_DEMO must be 1 or 0',
      'DATABASE_URL must be an address such as postgres://user:password@host/name',
      'SERVUS_MAIL_FROM is needed with SERVUS_SMTP_URL: the address that mails come from',
    ])
  })

  it('never repeat a secret in what they say', () => {
    expect(problemsOf({ DATABASE_URL: 'postgre://user:hunter2@host/name' }).join()).not.toContain('hunter2')
  })

  it('take secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'servus-config-'))
    const file = join(folder, 'database-url')
    writeFileSync(file, 'postgres://user:secret@host/name\n')
    expect(load({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://user:secret@host/name')
    expect(problemsOf({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://x@y/z' })).toEqual(['DATABASE_URL and DATABASE_URL_FILE are both set: leave one'])
    rmSync(folder, { recursive: true })
    expect(problemsOf({ DATABASE_URL_FILE: file })).toEqual([`DATABASE_URL_FILE names a file that cannot be read: ${file}`])
  })
})
