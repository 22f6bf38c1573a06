import { foldCase } from './fold.ts'

const word = /[\p{L}\p{N}]+(?:['.-][\p{L}\p{N}]+)*/gu
const joints = /['.-]/

/**
 * The words of a text in its order, case folded. Words with a joint come in parts and as one: "Wi-Fi" gives wi, fi and wifi,
 * so that both ways of writing it find each other; "it's" gives it and its; "7KQ2-M9XD" is found with and without its hyphen.
 */
export function splitWords(text: string): string[] {
  return (foldCase(text).match(word) ?? []).flatMap(found => {
    const parts = found.split(joints)
    return parts.length === 1 ? parts : [...parts.filter(part => part.length > 1), parts.join('')]
  })
}
