const REASONS: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens at the address.',
  ECONNRESET: 'The connection was cut.',
  EHOSTUNREACH: 'The server cannot be reached.',
  ENETUNREACH: 'The server cannot be reached.',
  CERT_HAS_EXPIRED: 'The certificate of the server has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the server is not from a known authority.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the server is for another name.',
}

/** Why a call came to nothing, in words for an admin. */
export function explained({
  message,
  code,
  next,
}: Error & { code?: string; next?: string }): string {
  return REASONS[code ?? ''] ?? [message, next].filter(Boolean).join(' ')
}
