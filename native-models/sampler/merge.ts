/** Where the tracks of a multi-instance phase become one again. Track 0 is the joint run, track j instance j's. */

/** As published (Wang et al. 2024): the mean of all tracks, everywhere. */
export function mergeEverywhere(tracks: readonly Float32Array[]): Float32Array {
  return tracks[0]!.map((_, i) => tracks.reduce((sum, track) => sum + track[i]!, 0) / tracks.length)
}

/**
 * Inside an instance's place the mean of the joint run and of the runs whose place covers that cell; elsewhere the joint run,
 * bit for bit. So a run of one instance never changes what stands elsewhere.
 *
 * @param tracks latents BChw
 * @param places_Nhw one an instance, not 0 in each cell that it covers; for all channels and batch entries alike
 * @throws RangeError when places and tracks do not fit
 */
export function mergeByPlace(tracks: readonly Float32Array[], places_Nhw: readonly Uint8Array[]): Float32Array {
  const [joint, ...instances] = tracks
  requirePlaces(joint!.length, instances.length, places_Nhw)
  const cells = places_Nhw[0]!.length
  return joint!.map((value, i) => {
    let [sum, runs] = [value, 1]
    for (const [n, place] of places_Nhw.entries())
      if (place[i % cells]) [sum, runs] = [sum + instances[n]![i]!, runs + 1]
    return sum / runs
  })
}

/**
 * Instances' own latents in their places, and the parent's everywhere else: what a joint run goes on from that did not run so
 * far. Where places overlap, the mean of their runs.
 */
export function placedOver(
  parent: Float32Array,
  instances: readonly Float32Array[],
  places_Nhw: readonly Uint8Array[],
): Float32Array {
  requirePlaces(parent.length, instances.length, places_Nhw)
  const cells = places_Nhw[0]!.length
  return parent.map((value, i) => {
    const there = instances.filter((_, n) => places_Nhw[n]![i % cells])
    return there.length === 0 ? value : there.reduce((sum, each) => sum + each[i]!, 0) / there.length
  })
}

/** @throws RangeError unless there is one place an instance, all of one size that fits latents of so many values */
export function requirePlaces(latentValues: number, instances: number, places: readonly Uint8Array[]): void {
  const cells = places[0]?.length ?? 0
  const fits = places.length === instances && places.every((place) => place.length === cells)
  if (!fits || cells === 0 || latentValues % cells !== 0)
    throw new RangeError(
      `Merging ${instances} instance runs by place needs one place each, with one value per latent cell: got ${places.length} places of ${places.map((place) => place.length).join(', ')} cells for latents of ${latentValues} values.`,
    )
}
