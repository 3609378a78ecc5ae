/** What no page may do in this program, ours included: Electron's own list of advice, kept in one place. */
import type { Session, WebContents } from 'electron'
import { isOurAddress, isOurPage } from './page.ts'

/** Copy and paste of instances as text, and the picture on the full screen. */
const allowed = new Set(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen'])

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(allowed.has(permission) && isMainFrame && isOurAddress(requestingUrl)),
  )
  session.setPermissionCheckHandler(
    (_contents, permission, origin, { isMainFrame }) => allowed.has(permission) && isMainFrame && isOurAddress(origin),
  )
  session.setDevicePermissionHandler(() => false)
  // The page speaks to the studio alone: whatever else is asked for does not leave this machine.
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowedAddress(url) }))
  // Dictionaries would be fetched.
  session.setSpellCheckerEnabled(false)
  // Files are written where the artist chose, by the studio.
  session.on('will-download', (event) => event.preventDefault())
}

/** Our page, what it is made of, and what it made itself. */
function isAllowedAddress(address: string): boolean {
  return isOurAddress(address.replace(/^blob:/, ''))
}

/** For everything that shows a page, whoever opened it. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  const stay = (event: { preventDefault(): void }): void => event.preventDefault()
  contents.on('will-navigate', (event) => {
    // A reload is a navigation too.
    if (!isOurPage(event.frame) || !isOurAddress(event.url)) stay(event)
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) stay(event)
  })
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', stay)
}
