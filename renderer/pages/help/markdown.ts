/** A piece of a line: plain, emphasised, or as it is typed. */
export interface Piece {
  readonly text: string
  readonly as: 'plain' | 'strong' | 'code'
}

/** A part of a text in Markdown, as far as our own lists of changes use it. */
export type Block =
  | { readonly sort: 'heading'; readonly level: number; readonly pieces: readonly Piece[] }
  | { readonly sort: 'text'; readonly pieces: readonly Piece[] }
  | { readonly sort: 'list'; readonly items: readonly (readonly Piece[])[] }

/** What is emphasised or typed in a line; of a link, its words: nothing leads out of the window. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of line.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\b_([^_]+)_\b|\[([^\]]+)\]\([^)]*\)/g)) {
    if (match.index > from) pieces.push({ text: line.slice(from, match.index), as: 'plain' })
    const [, code, strong, stressed, link] = match
    if (code !== undefined) pieces.push({ text: code, as: 'code' })
    else if (link !== undefined) pieces.push({ text: link, as: 'plain' })
    else pieces.push({ text: strong ?? stressed ?? '', as: 'strong' })
    from = match.index + match[0].length
  }
  if (from < line.length) pieces.push({ text: line.slice(from), as: 'plain' })
  return pieces
}

/** The newest part of a list of changes: from its first heading of the second level up to the next. */
export function newestOf(changes: string): Block[] {
  const [, newest = ''] = changes.split(/^## /m)
  const blocks: Block[] = []
  const [title = '', ...lines] = newest.split('\n')
  blocks.push({ sort: 'heading', level: 2, pieces: piecesOf(title.replace(/[[\]]/g, '')) })
  let items: Piece[][] | null = null
  for (const line of lines) {
    const item = /^- (.+)/.exec(line)?.[1]
    const heading = /^### (.+)/.exec(line)?.[1]
    if (item !== undefined) {
      if (!items) blocks.push({ sort: 'list', items: (items = []) })
      items.push(piecesOf(item))
      continue
    }
    if (line.trim() === '') continue
    items = null
    if (heading === undefined) blocks.push({ sort: 'text', pieces: piecesOf(line) })
    else blocks.push({ sort: 'heading', level: 3, pieces: piecesOf(heading) })
  }
  return blocks
}
