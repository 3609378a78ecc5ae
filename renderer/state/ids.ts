/** Ids of what a window makes: 80 random bits, so that two people's copies of a project can be merged. */

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => digits[byte % 32]).join('')
}
