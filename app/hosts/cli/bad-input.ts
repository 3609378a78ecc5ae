/** What the user gave cannot be used. The message is all that is shown: what is wrong and what to do. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
}
