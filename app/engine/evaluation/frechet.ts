/**
 * The Fréchet distance of two sets of pictures by the means and covariances of their features (Heusel et al. 2017, there
 * with Inception's features): |m − n|² + tr(C + D − 2 (C D)^½). It falls with the number of pictures, so it says something only beside
 * another of as many. Pure.
 */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { FeatureStatistics } from '../../../native-models/detector/detector.ts'

interface Moments {
  readonly mean: Matrix
  readonly covariance: Matrix
}

/** @param features of each picture. @returns null for fewer than two pictures */
export function frechetDistance(features: readonly Float32Array[], real: FeatureStatistics): number | null {
  if (features.length < 2) return null
  const ours = momentsOf(features)
  const size = real.mean.length
  const theirs = {
    mean: Matrix.rowVector(Array.from(real.mean)),
    covariance: Matrix.from1DArray(size, size, Array.from(real.covariance)),
  }
  const apart = Matrix.sub(ours.mean, theirs.mean).norm() ** 2
  return Math.max(0, apart + ours.covariance.trace() + theirs.covariance.trace() - 2 * traceOfRoot(ours, theirs))
}

function momentsOf(features: readonly Float32Array[]): Moments {
  const rows = new Matrix(features.map((row) => Array.from(row)))
  const mean = Matrix.rowVector(rows.mean('column'))
  const centred = rows.subRowVector(mean)
  return {
    mean,
    covariance: centred
      .transpose()
      .mmul(centred)
      .div(features.length - 1),
  }
}

/** tr (C D)^½ is the sum of the roots of the eigenvalues of C^½ D C^½, which is symmetric. */
function traceOfRoot({ covariance: c }: Moments, { covariance: d }: Moments): number {
  const root = rootOf(c)
  const { realEigenvalues } = decomposed(root.mmul(d).mmul(root))
  return realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
}

function rootOf(symmetric: Matrix): Matrix {
  const { eigenvectorMatrix: vectors, realEigenvalues } = decomposed(symmetric)
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))))
  return vectors.mmul(roots).mmul(vectors.transpose())
}

/** Rounding may have made it a little lopsided; half of both halves is not. */
function decomposed(matrix: Matrix): EigenvalueDecomposition {
  const even = Matrix.add(matrix, matrix.transpose()).div(2)
  return new EigenvalueDecomposition(even, { assumeSymmetric: true })
}
