/** A file that a method takes as the part `file` of a form. (panel-openapi.json, user/upload) */
export interface PanelFile {
  readonly name: string
  readonly type: string
  readonly text: string
}

/** A request that is a form with one file, by RFC 7578. */
export function fileForm({ name, type, text }: PanelFile): { readonly contentType: string; readonly body: string } {
  const boundary = boundaryBeside(text)
  const lines = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="file"; filename="${name}"`,
    `Content-Type: ${type}`,
    '',
    text,
    `--${boundary}--`,
    '',
  ]
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: lines.join('\r\n') }
}

/** A boundary that stands nowhere in the text. */
function boundaryBeside(text: string): string {
  for (let number = 1; ; number++) {
    const boundary = `fleetbook-${number}`
    if (!text.includes(boundary)) return boundary
  }
}
