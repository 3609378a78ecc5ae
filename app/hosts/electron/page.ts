/** Where the desktop's page comes from, and whether a frame is that page: asked before anything is answered. */

export const scheme = 'app'
export const pageOrigin = `${scheme}://diorama`
export const pageAddress = `${pageOrigin}/index.html`

/** Of Electron's frames, what is needed to tell. */
export interface Frame {
  readonly url: string
  readonly parent: Frame | null
}

/** Our page at the top of its window; frames in it would be somebody else's. */
export function isOurPage(frame: Frame | null | undefined): boolean {
  return frame != null && frame.parent === null && isOurAddress(frame.url)
}

export function isOurAddress(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${scheme}:` && url.host === 'diorama'
}
