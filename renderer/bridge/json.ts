/** What a JSON text holds; undefined, which no contract allows, where it is none. */
export function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
