/** As `node:timers/promises`, where waiting lets others go first and takes no time. */
export const setImmediate = (): Promise<void> => new Promise(resolve => { globalThis.setImmediate(resolve) })
export const setTimeout = setImmediate
