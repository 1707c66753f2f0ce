import * as tls from 'node:tls'

/** The usual authorities, those of the operating system where the runtime can read them, and `more`. */
export function trust(more: readonly string[]): tls.SecureContext {
  // The oldest runtime that we run on cannot be asked; left alone, it trusts its own list and NODE_EXTRA_CA_CERTS.
  const { getCACertificates } = tls as Partial<typeof tls>
  if (!getCACertificates && more.length === 0) return tls.createSecureContext()
  const known = getCACertificates
    ? [...getCACertificates('default'), ...getCACertificates('system')]
    : tls.rootCertificates
  return tls.createSecureContext({ ca: [...new Set([...known, ...more])] })
}

/** Whether the handshake failed on what it was about, rather than on a connection that went away. */
export function isTlsError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  return !['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'].includes(code)
}
