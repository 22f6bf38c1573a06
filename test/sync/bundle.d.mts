/** One rule taken out: `find` must stand exactly once in `file`. */
export type Mutant = { name: string, file: string, find: string, replace: string }
export const root: string
export function bundle(entry: string, mutant?: Mutant): Promise<string>
