/**
 * An address of this deployment for a mail or a QR code. Built on APP_URL alone: the Host header of a request is the
 * sender's word and never becomes part of a link.
 * @throws Error when APP_URL is missing, which `start/env.ts` refuses at boot
 */
export function absoluteUrl(path: string): string {
  const base = process.env.APP_URL
  if (!base) throw new Error('APP_URL is not set')
  return new URL(path, base.endsWith('/') ? base : `${base}/`).href
}
