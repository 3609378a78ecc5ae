/** Figures by which two pictures of one size are compared: PSNR and SSIM, of all their pixels or of some. */

import { requireAlike } from './pixels.ts'
import type { Pixels } from './pixels.ts'

/** A byte a pixel; those that are not 0 count. */
type Counted = Uint8Array

/**
 * Peak signal to noise ratio over red, green and blue bytes.
 *
 * @returns decibels, Infinity for equal pixels, null when none counts
 */
export function psnr(a: Pixels, b: Pixels, counted?: Counted): number | null {
  requireAlike(a, b)
  let [squares, bytes] = [0, 0]
  for (let pixel = 0; pixel < a.width * a.height; pixel++) {
    if (counted?.[pixel] === 0) continue
    for (let i = 3 * pixel; i < 3 * pixel + 3; i++) squares += (a.rgb[i]! - b.rgb[i]!) ** 2
    bytes += 3
  }
  return bytes === 0 ? null : decibels(squares / bytes)
}

/** @param meanSquare of differences between bytes */
export function decibels(meanSquare: number): number {
  return 10 * Math.log10(255 ** 2 / meanSquare)
}

/** Pixels along a window's side, and from one to the next. */
const windowSide = 8
const windowStep = 4

/** (0.01 x 255)² and (0.03 x 255)², as published: they keep flat windows from dividing by nothing. */
const meanFloor = 6.5025
const varianceFloor = 58.5225

/**
 * Structural similarity of the luma (ITU-R BT.601), the mean over plain windows of 8 x 8 pixels at every fourth pixel.
 *
 * @returns 1 for equal pixels; null when no window lies wholly in what counts
 * @see Wang, Bovik, Sheikh, Simoncelli 2004, equation 13; windows as in x264 and ffmpeg
 */
export function ssim(a: Pixels, b: Pixels, counted?: Counted): number | null {
  requireAlike(a, b)
  const { width, height } = a
  const [lumaA, lumaB] = [lumaOf(a), lumaOf(b)]
  let [sum, windows] = [0, 0]
  for (let y = 0; y + windowSide <= height; y += windowStep) {
    for (let x = 0; x + windowSide <= width; x += windowStep) {
      const from = y * width + x
      if (counted && !isCounted(counted, from, width)) continue
      sum += windowSimilarity(lumaA, lumaB, from, width)
      windows++
    }
  }
  return windows === 0 ? null : sum / windows
}

function lumaOf({ rgb, width, height }: Pixels): Float32Array {
  const luma = new Float32Array(width * height)
  for (let i = 0; i < luma.length; i++)
    luma[i] = 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!
  return luma
}

function isCounted(counted: Counted, from: number, width: number): boolean {
  for (let y = 0; y < windowSide; y++) {
    for (let i = from + y * width; i < from + y * width + windowSide; i++) if (counted[i] === 0) return false
  }
  return true
}

function windowSimilarity(a: Float32Array, b: Float32Array, from: number, width: number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0]
  for (let y = 0; y < windowSide; y++) {
    for (let i = from + y * width; i < from + y * width + windowSide; i++) {
      const [p, q] = [a[i]!, b[i]!]
      sumA += p
      sumB += q
      squaresA += p * p
      squaresB += q * q
      products += p * q
    }
  }
  const count = windowSide ** 2
  const [meanA, meanB] = [sumA / count, sumB / count]
  const variances = squaresA / count - meanA ** 2 + squaresB / count - meanB ** 2
  const covariance = products / count - meanA * meanB
  const alike = (2 * meanA * meanB + meanFloor) * (2 * covariance + varianceFloor)
  return alike / ((meanA ** 2 + meanB ** 2 + meanFloor) * (variances + varianceFloor))
}
