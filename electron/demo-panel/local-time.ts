const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as somebody in a time zone writes it, to the second: `2026-11-28 19:00:00`. */
export function localTime(milliseconds: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? formatOf(timeZone)
  formats.set(timeZone, format)
  // Swedes write dates as the panel does.
  return format.format(milliseconds)
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
}

/** Whether a text is a moment as the panel writes it, of a day that there is. */
export function isMoment(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return false
  const parsed = Date.parse(`${text.replace(' ', 'T')}Z`)
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 19).replace('T', ' ') === text
}
