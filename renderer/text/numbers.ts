/** Numbers as people say them: rounded, with a unit and a space. */

/** "3 things", "1 thing". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
}

/** Under 10 s to the second, under a minute to five, beyond to half a minute. */
export function time(seconds: number): string {
  if (seconds < 9.5) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 57.5) return `${Math.round(seconds / 5) * 5} s`
  return `${Math.round(seconds / 30) / 2} min`
}

export function about(seconds: number): string {
  return `About ${time(seconds)}`
}

/** What was measured: tenths under 10 s. */
export function took(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : time(seconds)
}

const spokenUnits = [
  [' min', ' minutes'],
  [' s', ' seconds'],
] as const

/** For screen readers: "about 5 seconds". */
export function spokenTime(seconds: number): string {
  const short = time(seconds)
  if (short === '1 s') return 'about 1 second'
  const [unit, long] = spokenUnits.find(([end]) => short.endsWith(end))!
  return `about ${short.slice(0, -unit.length)}${long}`
}

const kilo = 1000
const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** "4.6 GB", "12 GB", "310 MB". */
export function bytes(count: number): string {
  const power = Math.min(byteUnits.length - 1, count < 1 ? 0 : Math.floor(Math.log(count) / Math.log(kilo)))
  const value = count / kilo ** power
  const rounded = value < 10 && power > 0 ? Math.round(value * 10) / 10 : Math.round(value)
  return `${rounded} ${byteUnits[power]}`
}

/** @param share 0 to 1 */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Small numbers in a sentence are words. */
export function inWords(count: number): string {
  return small[count] ?? String(count)
}
