/** Lower case, one form of every character, е for ё, one kind of apostrophe, no soft hyphens: what stemmers expect. */
export const foldCase = (text: string) =>
  text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/[’ʼ`]/g, '\'').replace(/[\u00AD\u200B-\u200D\u2060\uFEFF\u0301]/g, '')

const lettersWithoutMarks: Record<string, string> = { ø: 'o', æ: 'a', œ: 'o', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' }

/**
 * As `foldCase`, and without the marks on letters: who has no å, ä and ö on the keyboard types a and o, and finds the same.
 * Only й stays, it is a letter of its own to everybody who types it. Folding twice changes nothing.
 */
export const fold = (text: string) =>
  foldCase(text)
    .normalize('NFD')
    .replace(/(?<!и)\u0306|[\u0300-\u0305\u0307-\u036F]/g, '')
    .normalize('NFC')
    .replace(/[øæœßłđı]/g, letter => lettersWithoutMarks[letter] ?? letter)
