/** An example call, as it stands on a page. */
export interface Example {
  readonly verb: 'GET' | 'POST'
  readonly address: URL
  readonly contentType: string | null
  readonly body: string | null
}

/** The example calls of a page, in their order: curl commands, and addresses that stand on a line of their own. */
export function examplesOf(text: string): Example[] {
  return text
    .replaceAll(/\\\s*\n\s*/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const curl = /^\$?\s*curl (.*)$/.exec(line.trim())?.[1]
      if (curl !== undefined) return curlExample(curl)
      const bare = /^https?:\/\/.*(?:\/panel\/.+|\?hash=\S+)$/.exec(line.trim())?.[0]
      return bare === undefined ? [] : [{ verb: 'GET' as const, address: new URL(bare), contentType: null, body: null }]
    })
}

function curlExample(command: string): Example {
  const address = new URL(/https?:\/\/[^\s']+/.exec(command)![0])
  const body = /-d '([^']*)'/.exec(command)?.[1] ?? null
  const contentType = /'Content-Type: ([^']+)'/.exec(command)?.[1] ?? 'application/x-www-form-urlencoded'
  return { verb: body === null ? 'GET' : 'POST', address, contentType: body === null ? null : contentType, body }
}
