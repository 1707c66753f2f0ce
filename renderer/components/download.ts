import type { TextFile } from '../../shared/contract/text-file.ts'
import { encodeText } from '../../shared/imports/encode-text.ts'

/** Hands a text to the person as a file; where it lands is the host's and the person's affair. */
export function download({ name, text, encoding = 'utf-8' }: TextFile): void {
  const bytes = encoding === 'utf-8' ? null : encodeText(text, encoding)
  const type = `text/csv;charset=${bytes ? encoding : 'utf-8'}`
  const address = URL.createObjectURL(new Blob([bytes ?? text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has taken its own hold of the text by the next task.
  setTimeout(() => URL.revokeObjectURL(address))
}
