/** What a page of the desktop program can do that one in a browser cannot. */

declare global {
  interface Window {
    /** From the desktop's preload; a browser has none. */
    readonly diorama?: { pathOf(file: File): string }
  }
}

/** Where a file lies that was dropped or chosen; undefined in a browser, and for what is not on the disk. */
export function pathOf(file: File): string | undefined {
  return window.diorama?.pathOf(file) || undefined
}
