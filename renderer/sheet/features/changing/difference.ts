/** A stretch of a text, and whether the other text has it, too. */
export interface Piece {
  readonly text: string
  readonly changed: boolean
}

/** Two texts, each divided into what they share and what they do not. */
export interface Difference {
  readonly before: readonly Piece[]
  readonly after: readonly Piece[]
}

/** Words, blanks, and every other sign by itself. */
const part = /[\p{L}\p{M}\p{N}]+|\s+|[^]/gu
/** Above this many parts only the ends are compared: comparing all of them takes quadratic time. */
const mostParts = 400

/** So much of what is the same is shown around a difference, in characters, and so much of a difference itself. */
const mostSame = 24
const mostChanged = 240

/** What makes one text of another, word by word. */
export function differenceOf(before: string, after: string): Difference {
  const one = before.match(part) ?? []
  const other = after.match(part) ?? []
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1
  let end = 0
  const most = Math.min(one.length, other.length) - start
  while (end < most && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1

  const [left, right] = inner(one.slice(start, one.length - end), other.slice(start, other.length - end))
  const around = (middle: Piece[], parts: readonly string[]): Piece[] =>
    joined([same(parts.slice(0, start)), ...middle, same(parts.slice(parts.length - end))])
  return { before: around(left, one), after: around(right, other) }
}

const same = (parts: readonly string[]): Piece => ({ text: parts.join(''), changed: false })
const changed = (parts: readonly string[]): Piece => ({ text: parts.join(''), changed: true })

/** How much it counts that both have a part: a word says more than the blank next to it. */
const weight = (text: string): number => (/[\p{L}\p{N}]/u.test(text) ? 4 : 1)

/** What is left between the ends, by the heaviest row of parts that both have. */
function inner(one: readonly string[], other: readonly string[]): [Piece[], Piece[]] {
  if (one.length > mostParts || other.length > mostParts) return [[changed(one)], [changed(other)]]
  const width = other.length + 1
  const heaviest = new Uint16Array((one.length + 1) * width)
  const at = (row: number, column: number): number => heaviest[row * width + column] ?? 0
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      heaviest[row * width + column] =
        one[row] === other[column]
          ? at(row + 1, column + 1) + weight(one[row] ?? '')
          : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const left: Piece[] = []
  const right: Piece[] = []
  for (let row = 0, column = 0; row < one.length || column < other.length;) {
    const mine = one[row]
    const theirs = other[column]
    if (mine !== undefined && mine === theirs) {
      left.push(same([mine]))
      right.push(same([mine]))
      row += 1
      column += 1
    } else if (mine !== undefined && (theirs === undefined || at(row + 1, column) >= at(row, column + 1))) {
      left.push(changed([mine]))
      row += 1
    } else {
      right.push(changed([theirs ?? '']))
      column += 1
    }
  }
  return [left, right]
}

/** Neighbours of one sort made one. What parts two differences and is no word belongs to both: it would only part them. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole = merged(pieces)
  return merged(
    whole.map((piece, index) => {
      const isBetween = whole[index - 1]?.changed === true && whole[index + 1]?.changed === true
      return isBetween && !/[\p{L}\p{N}]/u.test(piece.text) ? { ...piece, changed: true } : piece
    }),
  )
}

function merged(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (piece.text === '') continue
    if (last?.changed === piece.changed) result[result.length - 1] = { ...last, text: last.text + piece.text }
    else result.push(piece)
  }
  return result
}

/** The pieces with the long ones cut: what differs stays in sight, however long the text around it. */
export function shortened(pieces: readonly Piece[]): Piece[] {
  return pieces.map(({ text, changed: differs }, index) => {
    const signs = [...text]
    const most = differs ? mostChanged : mostSame * 2
    if (signs.length <= most) return { text, changed: differs }
    const head = signs.slice(0, differs ? most - mostSame : mostSame).join('')
    const tail = signs.slice(-mostSame).join('')
    if (differs || (index > 0 && index < pieces.length - 1)) return { text: `${head}…${tail}`, changed: differs }
    return { text: index === 0 ? `…${tail}` : `${head}…`, changed: false }
  })
}
