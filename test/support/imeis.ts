/** IMEIs that no panel has, with valid check digits. */
export function freshImeis(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => {
    const body = `35${String(900_000_000_000 + from + index)}`
    const sum = [...body].reduce((total, digit, at) => {
      const weighed = at % 2 === 1 ? Number(digit) * 2 : Number(digit)
      return total + (weighed > 9 ? weighed - 9 : weighed)
    }, 0)
    return body + String((10 - (sum % 10)) % 10)
  })
}
