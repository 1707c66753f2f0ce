/** One entry of a {@link MenuButton.vue}. */
export interface MenuEntry {
  readonly key: string
  readonly label: string
  /** In small at the right: a shortcut, or where something is. */
  readonly hint?: string
  readonly disabled?: boolean
  /** Why it is disabled, where that is more than the hint says: then the keys reach it, too. */
  readonly why?: string
  /** What more there is to say of it, in its tooltip; said only where it can be chosen. */
  readonly about?: string
  /** Given for what is on or off; then all entries make room for the mark. */
  readonly checked?: boolean
  /** A line that sets it and what follows apart. */
  readonly lineAbove?: boolean
  /** In small above it: what this and the entries after it are. */
  readonly heading?: string
}
