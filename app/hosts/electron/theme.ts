/** Dark or light as the artist likes it, for what the system draws too: title bars, dialogs, menus. */
import { nativeTheme } from 'electron'
import type { Studio } from '../../contract/studio.ts'

/** The studio, whose preferences the system's own parts follow from now on. */
export async function themed(studio: Studio): Promise<Studio> {
  nativeTheme.themeSource = (await studio.host()).preferences.theme
  return {
    ...studio,
    async setPreferences(change) {
      const preferences = await studio.setPreferences(change)
      nativeTheme.themeSource = preferences.theme
      return preferences
    },
  }
}
