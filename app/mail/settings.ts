import type { SMTPConfig } from '@adonisjs/mail/types'

/** A sender as the environment writes it, `Karkhana <no-reply@erp.example.com>` or the address alone. */
export function parseSender(text: string): { name: string; address: string } {
  const named = /^\s*"?([^"<]*?)"?\s*<\s*([^<>\s]+)\s*>\s*$/.exec(text)
  const address = named ? named[2] : text.trim()
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) {
    throw new Error(`MAIL_FROM is "${text}". Write it as Name <address@example.com>.`)
  }
  return { name: named?.[1] ?? '', address }
}

export interface SmtpSettings {
  host: string
  port?: number
  username?: string
  password?: string
}

/**
 * Connection to one SMTP server. Port 465 speaks TLS from the start, others upgrade; a password never
 * travels unencrypted, except to this very machine. Times are milliseconds.
 */
export function smtpOptions({ host, port = 587, username, password }: SmtpSettings): SMTPConfig {
  const secure = port === 465
  const local = ['localhost', '127.0.0.1', '::1'].includes(host)
  return {
    host,
    port,
    secure,
    requireTLS: Boolean(username) && !secure && !local,
    auth: username ? { type: 'login', user: username, pass: password ?? '' } : undefined,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  }
}
