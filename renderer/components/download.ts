/** Hands a text to the person as a file; where it lands is the host's and the person's affair. */
export function download({ name, text }: { readonly name: string; readonly text: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has taken its own hold of the text by the next task.
  setTimeout(() => URL.revokeObjectURL(address))
}
