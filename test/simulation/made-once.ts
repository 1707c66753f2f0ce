/** What is made of rows, made once for as long as they are the same ones: until something is written. */
export function madeOnce<Rows extends object, Made>(make: (rows: Rows) => Made): (rows: Rows) => Made {
  const known = new WeakMap<Rows, Made>()
  return (rows) => {
    const made = known.get(rows) ?? make(rows)
    known.set(rows, made)
    return made
  }
}
