/**
 * The grounding feature of a caption: the hidden state at its first end token.
 *
 * The published code encodes captions without padding. Since a position sees only those before it, this row of the padded
 * run is the same, so that one run gives both the context and the feature.
 */

/**
 * @param hidden_LD hidden states of one padded text
 * @param ids its L token ids
 * @returns feature_D, a copy
 * @throws RangeError for ids without an end token: the tokenizer always sets one, so it is our bug
 */
export function captionFeature(hidden_LD: Float32Array, ids: readonly number[], endToken: number): Float32Array {
  const row = ids.indexOf(endToken)
  if (row < 0) throw new RangeError(`The ${ids.length} token ids hold no end token ${endToken}.`)
  const width = hidden_LD.length / ids.length
  return hidden_LD.slice(row * width, (row + 1) * width)
}
