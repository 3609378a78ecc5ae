import { describe, expect, it } from 'vitest'
import { instance, sceneOf } from '../scene/scene.helper.ts'
import { captionWarnings } from './warnings-caption.ts'

const at = { point: { x: 10, y: 10 } }
const thing = (caption: string) => ({ ...instance(caption, at), caption })
const warningsOf = (caption: string, removed: string, ...left: string[]) =>
  captionWarnings([thing(removed)], { ...sceneOf(...left.map(thing)), caption })

describe('G4 caption: what was taken away and is still named', () => {
  it.each([
    ['the thing as it was called', 'a red ball in a meadow', 'a red ball'],
    ['its kind alone', 'a ball in a meadow', 'a red ball, striped'],
    ['whatever the case', 'House by the sea', 'a house with a red roof'],
  ])('G4 caption: %s', (_, caption, removed) => {
    expect(warningsOf(caption, removed, 'a blue fish')).toMatchObject([{ code: 'stillNamed', instanceId: null }])
  })

  it('G4 caption: says which word, and of which thing', () => {
    expect(warningsOf('a ball in a meadow', 'a red ball')[0]!.message).toBe(
      'The words for the scene still say "ball", so "a red ball" may be drawn again.',
    )
  })

  it.each([
    ['a part of a word', 'a ballroom at night', 'a red ball'],
    ['only what it looks like', 'a red meadow', 'a red ball'],
    ['only what it has', 'under the roof of the world', 'a house with a red roof'],
    ['a kind that something else still is', 'two balls and a ball', 'a red ball', 'a blue ball'],
    ['no words at all', 'a ball in a meadow', ' '],
    ['a thing that the scene does not name', 'in a meadow', 'a red ball'],
  ])('G4 caption: nothing is said of %s', (_, caption, removed, ...left) => {
    expect(warningsOf(caption, removed, ...left)).toEqual([])
  })
})
