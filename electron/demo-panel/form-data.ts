import { Refusal } from './errors.ts'

/** A file as it stands in a form. */
export interface FormFile {
  readonly name: string
  readonly text: string
}

/** The fields of a body of `multipart/form-data` by name: files, and texts. Refuses with 5 what cannot be read. (RFC 7578) */
export function formDataParameters(body: string, contentType: string): [string, FormFile | string][] {
  const boundary = /;\s*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  const parts = boundary === undefined ? [] : `\r\n${body}`.split(`\r\n--${boundary}`)
  if (parts.length < 2 || !parts.at(-1)?.startsWith('--')) throw new Refusal(5)
  return parts.slice(1, -1).map((part) => {
    const [, head = '', text] = /^\r\n(.*?)\r\n\r\n(.*)$/s.exec(part) ?? []
    const name = /\bname="([^"]*)"/i.exec(head)?.[1]
    const fileName = /\bfilename="([^"]*)"/i.exec(head)?.[1]
    if (name === undefined || text === undefined) throw new Refusal(5)
    return [name, fileName === undefined ? text : { name: fileName, text }]
  })
}
