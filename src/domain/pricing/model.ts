import * as v from 'valibot'
import { checkModel } from './check-model.ts'
import { modelFieldsSchema } from './model-fields.ts'

/** A price model as the owner writes it. Each issue's path names the exact field. Parsing a parsed model changes nothing. */
export const priceModelSchema = v.pipe(
  modelFieldsSchema,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { path, message } of checkModel(dataset.value)) {
      addIssue({ message, path: issuePath(dataset.value, path) })
    }
  }),
)

/** Everything that the engine needs to know about a price. */
export type PriceModel = v.InferOutput<typeof priceModelSchema>

type PathItem = v.ObjectPathItem | v.ArrayPathItem | v.UnknownPathItem

function issuePath(root: unknown, keys: readonly (string | number)[]): [PathItem, ...PathItem[]] {
  const items: PathItem[] = []
  let input: unknown = root
  for (const key of keys) {
    const value = (input as Record<string | number, unknown> | undefined)?.[key]
    items.push({ type: 'unknown', origin: 'value', input, key, value })
    input = value
  }
  return items as [PathItem, ...PathItem[]]
}
