import { stemmer } from '@orama/stemmers/russian'

/**
 * Snowball's stem, then without the vowel that comes and goes before a last к or ц, so that «заявок» meets «заявка»,
 * «батареек» «батарейка» and «владелец» «владельца». Must get a word in lower case, with е for ё.
 */
export function stemRussian(word: string): string {
  const stem = stemmer(word)
  return stem
    .replace(/(?<=[аеиоуыэюя].*)еек$/, 'ейк')
    .replace(/(?<=[аеиоуыэюя].*л)ец$/, 'ьц')
    .replace(/(?<=[аеиоуыэюя].*[бвгджзклмнпрстфхцчшщ])(?:[ое](?=к$)|е(?=ц$))/, '')
}
