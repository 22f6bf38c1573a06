const surfaces = {
  /** Paper, and the light tint of the brand that a chosen thing has: see `ui/tokens.css`. */
  day: { paper: '#fbfaf7', tint: 0.08 },
  night: { paper: '#1f1e1c', tint: 0.12 },
} as const
const white = '#ffffff'
const ink = '#1c1b19'
/** WCAG 2.2, 1.4.3: text of normal size. */
const enough = 4.5

/** `accent` as it reads on paper and on its own tint; `onAccent` is the text that reads on it. */
export type BrandColours = { accent: string, onAccent: string }

/**
 * A brand's colour (`#rrggbb`) for the day and for the night: darkened or lifted, one twentieth at a time, until text in it
 * reads on every surface of ours.
 */
export const brandColours = (accent: string): { day: BrandColours, night: BrandColours } => ({
  day: withText(untilReadable(accent, 'day')),
  night: withText(untilReadable(accent, 'night')),
})

const withText = (accent: string): BrandColours => ({ accent, onAccent: contrast(accent, white) >= contrast(accent, ink) ? white : ink })

function untilReadable(colour: string, time: keyof typeof surfaces): string {
  const { paper, tint } = surfaces[time]
  const target = time === 'day' ? '#000000' : white
  let mixed = colour.toLowerCase()
  for (let step = 1; step <= 20 && contrast(mixed, mix(paper, mixed, tint)) < enough; step++) mixed = mix(colour, target, step / 20)
  return mixed
}

/** `share` of the second colour in the first. */
export const mix = (colour: string, other: string, share: number): string =>
  `#${channels(colour).map((channel, index) => Math.round(channel + (channels(other)[index]! - channel) * share).toString(16).padStart(2, '0')).join('')}`

const channels = (colour: string) => [1, 3, 5].map(start => Number.parseInt(colour.slice(start, start + 2), 16))

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(channel => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
