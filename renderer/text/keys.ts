/** Names of keys as they are printed: `Mod` is Command on macOS and Ctrl elsewhere. Bindings are written as tinykeys has them. */

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const names: Readonly<Record<string, string>> = {
  Mod: isMac ? '⌘' : 'Ctrl',
  $mod: isMac ? '⌘' : 'Ctrl',
  Alt: isMac ? '⌥' : 'Alt',
  Shift: isMac ? '⇧' : 'Shift',
  Control: 'Ctrl',
  Escape: 'Esc',
  Delete: 'Del',
  Backspace: isMac ? '⌫' : 'Backspace',
  Enter: isMac ? '↩' : 'Enter',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: 'Space',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Backquote: '`',
  Meta: isMac ? '⌘' : 'Win',
  Equal: '+',
  Minus: '-',
  NumpadAdd: '+',
  NumpadSubtract: '-',
}

/** @param keys such as `Mod Shift L` or `$mod+Shift+KeyL`; a modifier in brackets may be held or not, and is not shown */
export function keyNames(keys: string): readonly string[] {
  return keys
    .replace(/\[\w+\]\+/g, '')
    .split(/ |(?<=.)\+(?=.)/)
    .filter((key) => key !== '')
    .map((key) => names[key] ?? key.replace(/^(Key|Digit)(?=.$)/, '').toUpperCase())
}

/** For `aria-keyshortcuts` and tooltips in plain text. */
export function keyText(keys: string): string {
  return keyNames(keys).join(isMac ? '' : ' + ')
}
