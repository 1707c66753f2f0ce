/** One entry of a {@link MenuButton.vue}. */
export interface MenuEntry {
  readonly key: string
  readonly label: string
  /** In small at the right: a shortcut, or where something is. */
  readonly hint?: string
  readonly disabled?: boolean
  /** Given for what is on or off; then all entries make room for the mark. */
  readonly checked?: boolean
  /** A line that sets it and what follows apart. */
  readonly lineAbove?: boolean
  /** In small above it: what this and the entries after it are. */
  readonly heading?: string
}
