/**
 * Ids that are random and sort by the time they were made, so that two people's copies of a project can be merged.
 *
 * 48 bits of milliseconds and 80 random ones in Crockford's base 32, 26 characters: the form known as ULID.
 */
import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const randomLength = 10

/**
 * @param now milliseconds since 1970
 * @param random 10 bytes
 */
export function makeId(now: number, random: Uint8Array = randomBytes(randomLength)): string {
  const bits = (BigInt(Math.trunc(now)) << 80n) | BigInt(`0x${Buffer.from(random).toString('hex')}`)
  return Array.from({ length: 26 }, (_, i) => alphabet[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('')
}
