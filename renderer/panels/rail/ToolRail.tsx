/** The tools, one stop for Tab, arrows between them. */
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import { toolNames } from '../../canvas/tools/tool.ts'
import type { ToolName } from '../../canvas/tools/tool.ts'
import { useActions } from '../../state/actions.ts'
import { commandById, keysOf } from '../../state/commands.ts'
import { useWindow } from '../../state/window.ts'
import { areas } from '../../text/studio.ts'
import { toolTitles } from '../../text/things.ts'
import { commandTitles } from '../../text/commands.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { moveFocus } from '../../ui/roving.ts'
import { useCommandItems } from '../shell/command-menu.ts'
import { useCommandKeys } from '../shell/command-keys.tsx'
import styles from './ToolRail.module.css'

/** A line stands before these. */
const groupStarts: ReadonlySet<ToolName> = new Set(['point', 'eraser', 'region'])

export function ToolRail(): ReactElement {
  const actions = useActions()
  const tool = useWindow((state) => state.tool)
  const preferences = useWindow((state) => state.preferences)
  return (
    <section className={styles.area} aria-label={areas.toolArea}>
      <div
        role="toolbar"
        aria-label={areas.tools}
        aria-orientation="vertical"
        className={styles.rail}
        data-area="tools"
        onKeyDown={(event) => moveFocus(event, 'button', 'vertical')}
      >
        {toolNames.map((name) => (
          <Fragment key={name}>
            {groupStarts.has(name) && <span className={styles.line} />}
            <IconButton
              icon={name}
              iconSize={20}
              size="tool"
              label={toolTitles[name]}
              keys={keysOf(commandById(`tool.${name}`), { preferences })[0]}
              side="right"
              isOn={tool === name}
              isAccent
              tabIndex={tool === name ? 0 : -1}
              onClick={() => actions.setTool(name)}
            />
          </Fragment>
        ))}
        <span className={styles.gap} />
        <HelpMenu />
        <IconButton
          icon="settings"
          iconSize={20}
          size="tool"
          label={commandTitles['settings']!}
          keys={useCommandKeys('settings')}
          side="right"
          tabIndex={-1}
          onClick={() => actions.openDialog('settings')}
        />
      </div>
    </section>
  )
}

function HelpMenu(): ReactElement {
  const items = useCommandItems(['palette', 'shortcuts', 'tour', 'about'])
  return (
    <Menu items={items} side="right" align="end">
      <IconButton icon="help" iconSize={20} size="tool" label={areas.help} side="right" tabIndex={-1} />
    </Menu>
  )
}
