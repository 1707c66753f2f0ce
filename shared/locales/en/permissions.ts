/** English texts: what an account may not do. `{permissions}` are named as the vendor writes them. */
export const permissions = {
  off: 'Needs {permissions}, which this account does not have.',
  /** The same, beside what is off. */
  hint: 'needs {permissions}',
  /** One permission, and what stands between two. */
  named: '“{permission}”',
  and: ' and ',
} as const
