/** Asks for a file with the browser's own dialog, which the desktop has too. */

export const checkpointKinds = '.safetensors,.pth,.pt,.ckpt'
export const pictureKinds = '.png,.jpg,.jpeg,.webp,.avif,.tif,.tiff,.gif'

/** What a project is opened from or begun with. */
export const openKinds = `.diorama,.json,${pictureKinds}`

/** @param accept endings @returns null if nothing was chosen */
export async function pickFile(accept: string): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = accept
  input.hidden = true
  // One that is in no document may be collected before its dialog is there, which then never comes.
  document.body.append(input)
  const chosen = await new Promise<File | null>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  })
  input.remove()
  return chosen
}
