/** Numbers and sizes out of command line arguments. The error's text follows "argument 'x' is invalid." */
import { InvalidArgumentError } from 'commander'
import { largestSide } from '../../contract/run.ts'

export function integer(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= from && value <= to) return value
    throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`)
  }
}

export function decimal(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d*\.?\d+$/.test(text) && value >= from && value <= to) return value
    throw new InvalidArgumentError(`Give a number from ${from} to ${to}.`)
  }
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function size(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(text)
  const [width, height] = [Number(match?.[1]), Number(match?.[2])]
  const isSide = (side: number) => side >= 1 && side <= largestSide
  if (isSide(width) && isSide(height)) return { width, height }
  throw new InvalidArgumentError(`Give width and height in pixels, up to ${largestSide} each, such as 512x384.`)
}

/** A list with commas, each entry by `parse`. */
export function list<T>(parse: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(',').map((entry) => parse(entry.trim()))
}

export function oneOf<T extends string>(names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text)
    if (found !== undefined) return found
    throw new InvalidArgumentError(`Give one of ${names.join(', ')}.`)
  }
}
