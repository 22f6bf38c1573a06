import type { VueWrapper } from '@vue/test-utils'
import { expect } from 'vitest'
import { drafts } from '#local/drafts.ts'
import NewRequestPage from '../../../src/portal/requests/NewRequestPage.vue'
import { close, emptyDevice, fetchContent, open, until, type Shown } from '../device-page.ts'

export const shown: { now?: Shown } = {}

export const router = () => shown.now!.router

export async function openForm(address: string): Promise<VueWrapper> {
  shown.now = await open(NewRequestPage, '/requests/new', address)
  const { page } = shown.now
  await until(() => page.find('h1').exists(), 'a heading')
  return page
}

export async function reload(): Promise<VueWrapper> {
  const address = router().currentRoute.value.fullPath
  shown.now!.page.unmount()
  return openForm(address)
}

/** Before and after every test: a phone that has our content and nothing else. */
export async function takeNewPhone() {
  await emptyDevice()
  await fetchContent()
}
export const putAway = () => close(shown.now!)

export const heading = (page: VueWrapper) => page.findAll('h1').map(title => title.text()).join()
export const fill = (page: VueWrapper, name: string, text: string) => page.find(`[name="${name}"]`).setValue(text)
export const goOn = (page: VueWrapper) => page.find('form').trigger('submit')
export const isAt = (page: VueWrapper, title: string) => until(() => heading(page) === title, `the page "${title}"`)
/** Waits until the device has it. */
export const isKept = async (text: string) => {
  for (let tries = 0; tries < 100 && !JSON.stringify(await drafts()).includes(text); tries++) await new Promise(resolve => setTimeout(resolve, 20))
  expect(JSON.stringify(await drafts())).toContain(text)
}

export const what = 'What do you need help with?'
export const where = 'Where and when?'
export const contact = 'How can we reach you?'
export const check = 'Check your answers'

export async function writeOrder(page: VueWrapper) {
  await fill(page, 'text', 'The washing machine does not drain\nSince Tuesday.')
  await goOn(page)
  await isAt(page, where)
  await fill(page, 'place', 'Mill Street 1')
  await goOn(page)
  await isAt(page, contact)
  await fill(page, 'name', 'Eva')
  await fill(page, 'email', 'eva@example.com')
  await goOn(page)
  await isAt(page, check)
}
