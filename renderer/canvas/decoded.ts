/** Pictures by address, shown only once they are decoded, so that nothing flashes. */
import { useEffect, useRef, useState } from 'react'

/**
 * The newest picture that is ready. While another is on its way, or cannot be had, the one before stays; null only where
 * no picture is wanted. An address that is not known yet is undefined: till then nothing that was asked for earlier comes.
 */
export function useDecoded(address: string | null | undefined): HTMLImageElement | null {
  const [image, setImage] = useState<HTMLImageElement | null>(null)
  const asked = useRef(0)
  const shown = useRef(0)
  useEffect(() => {
    const number = ++asked.current
    if (typeof address !== 'string') {
      shown.current = number
      if (address === null) setImage(null)
      return
    }
    const next = new Image()
    next.src = address
    next.decode().then(
      () => {
        if (number < shown.current) return
        shown.current = number
        setImage(next)
      },
      // A preview may be gone before it was fetched; the next one comes.
      () => undefined,
    )
  }, [address])
  return address === null ? null : image
}
