import * as v from 'valibot'
import { slugSchema } from '../ids.ts'
import { languageSchema, localizedSchema, type Language } from '../language.ts'
import { cleanText, filledText } from '../text.ts'
import { priceListSchema } from './price-list.ts'
import { calendarFields } from '../standard/working-calendar.ts'

const placeSchema = v.strictObject({
  id: slugSchema,
  title: localizedSchema,
  address: localizedSchema,
  directions: v.optional(localizedSchema),
})

const channelSchema = v.strictObject({
  id: v.picklist(['portal', 'phone', 'email', 'visit']),
  text: localizedSchema,
  answerWithin: v.optional(localizedSchema),
})

const dangerWords = v.optional(v.array(filledText(60)), [])

/** Words that mean danger, what to do right now and whom to call. */
const dangerSchema = v.strictObject({
  id: slugSchema,
  words: v.strictObject({ ru: dangerWords, sv: dangerWords, en: dangerWords } satisfies Record<Language, unknown>),
  advice: localizedSchema,
  phone: cleanText(40),
})
export type Danger = v.InferOutput<typeof dangerSchema>

/** Who we are: one row of scope `pub`, from which portal, mails and manifest take name, hours, money and languages. */
export const businessSchema = v.strictObject({
  id: slugSchema,
  name: localizedSchema,
  tagline: localizedSchema,
  about: localizedSchema,
  email: v.pipe(cleanText(254), v.email('is not an e-mail address')),
  phone: v.pipe(cleanText(40), v.regex(/^\+\d{6,15}$/, 'is not a phone number like +46846500420')),
  phoneText: cleanText(40),
  languages: v.pipe(v.array(languageSchema), v.minLength(1)),
  defaultLanguage: languageSchema,
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'is not a currency code')),
  ...calendarFields,
  places: v.optional(v.array(placeSchema), []),
  channels: v.optional(v.array(channelSchema), []),
  legal: localizedSchema,
  privacy: localizedSchema,
  dangers: v.optional(v.array(dangerSchema), []),
  priceList: priceListSchema,
  terms: slugSchema,
  brand: v.strictObject({ accent: v.pipe(v.string(), v.regex(/^#[0-9A-Fa-f]{6}$/, 'is not a colour like #0B6B61')) }),
})
export type Business = v.InferOutput<typeof businessSchema>
