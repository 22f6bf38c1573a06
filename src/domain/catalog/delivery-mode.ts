import * as v from 'valibot'

/** Ways of giving a service; the client chooses among those the service offers. */
export const deliveryModes = ['personal', 'selfService', 'mixed'] as const
export const deliveryModeSchema = v.picklist(deliveryModes)
export type DeliveryMode = v.InferOutput<typeof deliveryModeSchema>
