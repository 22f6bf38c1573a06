import type { Aspect } from './aspects.ts'
import type { Language } from '../language.ts'
import type { Millis } from '../ids.ts'

/** An evaluation whose writer agreed to its publication. No name: what is public tells the service, not the person. */
export type PublishedEvaluation = {
  id: string, serviceId: string, grade: number, aspects: Partial<Record<Aspect, number>>, text?: string, language: Language, at: Millis, answer?: string
}

/** All evaluations of a service, published or not: how many, and means to one decimal. */
export type Rating = { serviceId: string, count: number, mean: number, means: Partial<Record<Aspect, number>> }
