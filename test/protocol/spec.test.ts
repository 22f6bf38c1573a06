import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '#protocol/errors.ts'
import { protocolName } from '#protocol/version.ts'
import { root } from '../architecture/source-files.ts'
import { readTestTitles, ruleIdsOf } from './test-titles.ts'

const folder = join(root, 'src/protocol')
const spec = readFileSync(join(folder, 'SPEC.md'), 'utf8')
const section = (title: string) => spec.split(/^## /m).find(part => part.startsWith(`${title}\n`)) ?? ''
const rules = [...spec.matchAll(/^- \*\*\[(S\d+)\]\*\* (.+)$/gm)].map(([, id, text]) => ({ id: id!, text: text! }))
const titles = readTestTitles()
const tested = new Set(titles.flatMap(({ title }) => ruleIdsOf(title)))

/** `8 * 1024 * 1024` and `25_000`, as they stand behind a constant's name. */
function readConstant(path: string, name: string): number | undefined {
  const written = new RegExp(`const ${name} = ([\\d_* ]+)$`, 'm').exec(readFileSync(join(folder, path), 'utf8'))?.[1]
  return written?.split('*').reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1)
}

describe('The written protocol', () => {
  it('gives every rule an id of its own and says what must or may be', () => {
    expect(spec.startsWith(`# \`${protocolName}\``)).toBe(true)
    expect(rules.length).toBeGreaterThan(0)
    expect(spec.match(/^- \*\*\[/gm)).toHaveLength(rules.length)
    const ids = rules.map(rule => rule.id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(rules.filter(({ text }) => !/\b(?:MUST|MAY)\b/.test(text)).map(rule => rule.id)).toEqual([])
  })

  it('knows every id that stands in a test\'s title', () => {
    const known = new Set(rules.map(rule => rule.id))
    expect(titles.filter(({ title }) => ruleIdsOf(title).some(id => !known.has(id)))).toEqual([])
    expect(titles.filter(({ title }) => (title.match(/\[S\d+\]/g) ?? []).length !== ruleIdsOf(title).length), 'ids stand in front').toEqual([])
  })

  it('lists exactly the rules that no test carries', () => {
    const listed = [...section('Rules without a test yet').matchAll(/^\| (S\d+) \|/gm)].map(([, id]) => id)
    expect(listed).toEqual(rules.map(rule => rule.id).filter(id => !tested.has(id)))
  })

  it('names every error code once', () => {
    const named = [...section('Error codes').matchAll(/^\| \d.*$/gm)].flatMap(([line]) => [...line.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code!))
    expect(named.toSorted()).toEqual([...errorCodes].sort())
  })

  it('tells limits as the code has them', () => {
    const rows = [...section('Limits').matchAll(/^\| .+ \| ([\d, ]+) \| (.+) in \[.+\]\((.+)\) \|$/gm)]
    expect(rows.length).toBe(section('Limits').match(/^\| .+ \| \d/gm)?.length)
    for (const [, figures, names, path] of rows) {
      const constants = [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => readConstant(path!, name!))
      expect(constants, names).toEqual(figures!.split(',').map(Number))
    }
  })

  it('points to files that exist', () => {
    const targets = [...spec.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!)
    expect(targets.filter(target => !existsSync(join(dirname(join(folder, 'SPEC.md')), target)))).toEqual([])
  })
})
