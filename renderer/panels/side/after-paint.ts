/** Work that can wait until the browser has drawn what was just changed. */

/**
 * What asks for the page's layout costs much in the frame that changes it, and hardly anything in the one after.
 *
 * @returns takes it back
 */
export function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => (timer = setTimeout(work)))
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
