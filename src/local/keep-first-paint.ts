import { business } from './catalog.ts'
import { forgetFirstPaint, writeFirstPaint } from './first-paint.ts'
import { observe } from './observe.ts'
import { countUnsent } from './outbox.ts'
import { projectedRequests } from './requests.ts'
import { visibleReaders } from './device.ts'

/** Changes come in bursts: the last of one is written. */
const restMs = 400

async function readHome() {
  const readers = await visibleReaders()
  const requests = await projectedRequests({ isOpen: true })
  return { hasReader: readers.length > 0, requests, shop: await business(), unsent: await countUnsent() }
}

/** Writes the home page's record after every change of what it shows; returns the function that ends it. */
export function keepFirstPaint(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = observe(readHome, ({ hasReader, requests, shop, unsent }) => {
    clearTimeout(timer)
    const write = () => (hasReader
      ? writeFirstPaint('home', {
        requests, unsent, at: Date.now(),
        ...(shop ? { business: { name: shop.name, phone: shop.phone, phoneText: shop.phoneText } } : {}),
      })
      : forgetFirstPaint())
    // Without the record the next visit is slower, nothing else.
    timer = setTimeout(() => { write().catch(() => {}) }, restMs)
  }, () => {})
  return () => {
    stop()
    clearTimeout(timer)
  }
}
