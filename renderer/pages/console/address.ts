/** The trackers whose consoles an address asks for: `open=12,13`. What is none of our ids is passed over. */
export function trackersToOpen(named: unknown): number[] {
  if (typeof named !== 'string') return []
  return named.split(',').flatMap((id) => (/^\d{1,15}$/.test(id) ? Number(id) : []))
}
