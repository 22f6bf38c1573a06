// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { isTyping, keyOf } from '../../../src/desk/shell/shortcuts.ts'

describe('shortcuts', () => {
  it('work by the place of the key where the keyboard writes another script', () => {
    expect([{ key: 'о', code: 'KeyJ' }, { key: 'л', code: 'KeyK' }, { key: 'c', code: 'KeyC' }].map(keyOf)).toEqual(['j', 'k', 'c'])
  })

  it('follow the letter where it is Latin, and leave signs and named keys as they are', () => {
    expect([{ key: 'j', code: 'KeyC' }, { key: '/', code: 'Digit7' }, { key: 'Escape', code: 'Escape' }, { key: 'é', code: 'Digit2' }].map(keyOf)).toEqual(['j', '/', 'Escape', 'é'])
  })

  it('keep quiet where somebody types', () => {
    const make = (html: string) => {
      document.body.innerHTML = html
      return document.body.firstElementChild
    }
    expect(['<input type="search">', '<textarea></textarea>', '<select></select>'].map(html => isTyping(make(html)))).toEqual([true, true, true])
    expect(['<input type="radio">', '<button>x</button>', '<a href="#">x</a>'].map(html => isTyping(make(html)))).toEqual([false, false, false])
  })
})
