/** Mounts the window: its store, its actions, its theme, its shell. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Shell } from './panels/shell/Shell.tsx'
import { ActionsContext } from './state/actions.ts'
import { startWindow } from './state/connect.ts'
import { bindKeys } from './state/keys.ts'
import { WindowContext } from './state/window.ts'
import './theme/theme.css'
import { UiProvider } from './ui/UiProvider.tsx'

const { store, actions } = startWindow()
bindKeys(store, actions)

const root = createRoot(document.getElementById('root')!)

function show(): void {
  root.render(
    <StrictMode>
      <WindowContext value={store}>
        <ActionsContext value={actions}>
          <UiProvider>
            <Shell />
          </UiProvider>
        </ActionsContext>
      </WindowContext>
    </StrictMode>,
  )
}

// A font that comes later moves what is being pointed at: a press that had begun on a button is no click on it then.
void document.fonts.load(`1em ${getComputedStyle(document.body).fontFamily}`).then(show, show)
