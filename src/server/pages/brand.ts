const paperByDay = '#fbfaf7'
const paperAtNight = '#151413'
const white = '#ffffff'
const ink = '#1c1b19'
/** WCAG 2.2, 1.4.3: text of normal size. */
const enough = 4.5

/**
 * The brand's colour as the tokens of `ui/tokens.css`: the text on it is whichever of white and ink reads better; it is
 * darkened by day and lifted at night until it reads on paper.
 */
export function brandCss(accent: string): string {
  const day = untilReadable(accent, paperByDay, -1)
  const night = untilReadable(accent, paperAtNight, 1)
  const tokens = (colour: string, softness: string) =>
    `--accent:${colour};--accent-ink:${betterInk(colour)};--accent-soft:${colour}${softness}`
  return `:root{${tokens(day, '14')};--accent-night:${night};--accent-night-ink:${betterInk(night)}}`
    + `@media (prefers-color-scheme:dark){:root{${tokens(night, '1f')}}}`
}

const betterInk = (colour: string) => contrast(colour, white) >= contrast(colour, ink) ? white : ink

/** Mixes in black (-1) or white (1), one twentieth at a time. */
function untilReadable(colour: string, paper: string, towards: -1 | 1): string {
  let mixed = colour.toLowerCase()
  for (let step = 1; step <= 20 && contrast(mixed, paper) < enough; step++) mixed = mix(colour, towards, step / 20)
  return mixed
}

function mix(colour: string, towards: -1 | 1, share: number): string {
  const target = towards === 1 ? 255 : 0
  return `#${channels(colour).map(channel => Math.round(channel + (target - channel) * share).toString(16).padStart(2, '0')).join('')}`
}

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
