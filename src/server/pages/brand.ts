import { brandTokens } from '#domain/catalog/brand-tokens.ts'

/** The brand's colours as a stylesheet. */
export const brandCss = (accent: string): string =>
  `:root{${Object.entries(brandTokens(accent)).map(([name, value]) => `${name}:${value}`).join(';')}}`
