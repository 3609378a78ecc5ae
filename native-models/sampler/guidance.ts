/** Classifier-free guidance (Ho and Salimans 2022): how far the prompt pulls away from the unconditional estimate. */

/** At this scale the unconditional estimate cancels out, so the published code does not ask for it. */
export const NO_GUIDANCE = 1

/**
 * @param unconditional noise estimate for the negative prompt
 * @param conditional noise estimate for the prompt, same shape
 * @param scale 1 keeps the conditional estimate, more exaggerates it
 */
export function guide(unconditional: Float32Array, conditional: Float32Array, scale: number): Float32Array {
  if (unconditional.length !== conditional.length)
    throw new RangeError(
      `Guidance got ${unconditional.length} unconditional and ${conditional.length} conditional values: both passes must have the same shape.`,
    )
  if (scale === NO_GUIDANCE) return conditional
  return conditional.map((value, i) => unconditional[i]! + scale * (value - unconditional[i]!))
}
