/** A number as it is written: whole and broken part as one BigInt, so that no digit of a long identifier is lost. */
interface Written {
  /** The text before and after the digits. */
  readonly before: string
  readonly after: string
  readonly value: bigint
  /** Digits behind the point. */
  readonly places: number
  /** Digits at least, zeros in front counted; 0 where none were written. */
  readonly width: number
}

const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/
const digitsAtEnd = /^(.*?)(\d+)$/s
const digitsAtStart = /^(\d+)(.*)$/s

const widthOf = (digits: string): number => (digits.length > 1 && digits.startsWith('0') ? digits.length : 0)

/** A text as a plain number, or null. */
function numberOf(text: string): Written | null {
  const [, sign, whole = '', broken = ''] = plainNumber.exec(text) ?? []
  if (sign === undefined) return null
  return {
    before: '',
    after: '',
    value: BigInt(`${sign}${whole}${broken}`),
    places: broken.length,
    width: widthOf(whole),
  }
}

/** A text with digits at its end, else at its start; null where it has neither. */
function counted(text: string): Written | null {
  const [, before, atEnd] = digitsAtEnd.exec(text) ?? []
  if (before !== undefined && atEnd !== undefined) {
    return { before, after: '', value: BigInt(atEnd), places: 0, width: widthOf(atEnd) }
  }
  const [, atStart, after] = digitsAtStart.exec(text) ?? []
  if (atStart === undefined || after === undefined) return null
  return { before: '', after, value: BigInt(atStart), places: 0, width: widthOf(atStart) }
}

function write({ before, after, places, width }: Written, value: bigint): string {
  const digits = (value < 0n ? -value : value)
    .toString()
    .padStart(width + places, '0')
    .padStart(places + 1, '0')
  const point = digits.length - places
  const number = places > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits
  return `${before}${value < 0n ? '-' : ''}${number}${after}`
}

/** Numbers brought to the same digits behind the point, or null where they differ in anything but their value. */
function alike(values: readonly (Written | null)[]): Written[] | null {
  const numbers = values.filter((value) => value !== null)
  const [first] = numbers
  if (!first || numbers.length < values.length) return null
  if (numbers.some(({ before, after }) => before !== first.before || after !== first.after)) return null
  const places = Math.max(...numbers.map((number) => number.places))
  const width = Math.max(...numbers.map((number) => number.width))
  return numbers.map((number) => ({
    ...number,
    value: number.value * 10n ** BigInt(places - number.places),
    places,
    width,
  }))
}

/** The numbers that a selection goes on as, and by how much; null where it repeats instead. */
function progression(values: readonly string[]): { first: Written; last: Written; step: bigint } | null {
  const [only] = values
  if (values.length === 1 && only !== undefined) {
    // A lone number repeats, as in a spreadsheet; a text with a number in it counts up.
    const number = numberOf(only) ? null : counted(only)
    return number && { first: number, last: number, step: 1n }
  }
  const numbers = alike(values.map(numberOf)) ?? alike(values.map(counted))
  const first = numbers?.[0]
  const last = numbers?.at(-1)
  const second = numbers?.[1]
  if (!numbers || !first || !second || !last) return null
  const step = second.value - first.value
  const isEven = numbers.every(({ value }, index) => value === first.value + step * BigInt(index))
  return isEven ? { first, last, step } : null
}

/**
 * What filling makes of the selected cells, as spreadsheets do: `count` values, those next to the selection first. One
 * value repeats, except that a text with digits at its end, or else at its start, counts up (`Truck 01`, `Truck 02`);
 * two and more go on by their step (10, 8, 6); what has no even step repeats as a block. `back` fills towards the
 * start and counts down. Digits are never taken for floating-point numbers, so identifiers of any length stay exact.
 */
export function series(values: readonly string[], count: number, direction: 'on' | 'back' = 'on'): string[] {
  if (values.length === 0) return []
  const numbers = progression(values)
  return Array.from({ length: count }, (_, index) => {
    const steps = BigInt(index + 1)
    if (numbers) {
      const { first, last, step } = numbers
      return direction === 'on' ? write(last, last.value + step * steps) : write(first, first.value - step * steps)
    }
    const at = index % values.length
    return values[direction === 'on' ? at : values.length - 1 - at] ?? ''
  })
}
