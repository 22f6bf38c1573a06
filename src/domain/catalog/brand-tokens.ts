import { brandColours } from './brand-colours.ts'

/** The brand as values of the custom properties that `ui/tokens.css` builds on. */
export function brandTokens(accent: string): Record<`--${string}`, string> {
  const { day, night } = brandColours(accent)
  return { '--accent-day': day.accent, '--accent-day-ink': day.onAccent, '--accent-night': night.accent, '--accent-night-ink': night.onAccent }
}
