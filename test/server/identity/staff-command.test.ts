import { expect, it } from 'vitest'
import { runStaffCommand } from '#server/identity/staff-command.ts'
import { findStaff } from '#server/identity/staff-repository.ts'
import { describeOnBoth, openFresh } from '../databases.ts'

describeOnBoth('The command that adds staff', kind => {
  async function run(...words: string[]) {
    const { database, drop } = await openFresh(kind)
    let said = ''
    const give = (given: readonly string[]) => runStaffCommand(given, { database, language: 'en', now: 1, write: text => { said += text } })
    const code = await give(words)
    return { code, said: () => said, give, database, drop }
  }

  it('adds a person with all roles, who is then known at the desk', async () => {
    const { code, database, drop } = await run('add', 'Owner@Shop.example', 'Olga', 'all')
    expect(code).toBe(0)
    expect(await findStaff(database.db, { email: 'owner@shop.example' })).toMatchObject({ name: 'Olga', roles: ['reception', 'executor', 'support', 'manager'] })
    await drop()
  })

  it('says that an address is there already, and changes nothing', async () => {
    const { give, said, database, drop } = await run('add', 'owner@shop.example', 'Olga', 'manager')
    expect(await give(['add', 'owner@shop.example', 'Other', 'all'])).toBe(1)
    expect(said()).toContain('already')
    expect(await findStaff(database.db, { email: 'owner@shop.example' })).toMatchObject({ name: 'Olga', roles: ['manager'] })
    await drop()
  })

  it.each([[[]], [['add', 'no-address', 'Olga', 'all']], [['add', 'a@b.example', 'Olga', 'king']], [['add', 'a@b.example', ' ', 'all']], [['remove', 'a@b.example', 'Olga', 'all']]])('answers %j with how it is used', async words => {
    const { code, said, drop } = await run(...words)
    expect(code).toBe(2)
    expect(said()).toContain('npm run staff -- add')
    await drop()
  })
})
