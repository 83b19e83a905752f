/** Where a message to a customer stands; the words are those of `messages.state`. */
export const MESSAGE_TONES = {
  queued: 'info',
  sent: 'success',
  delivered: 'success',
  read: 'success',
  bounced: 'danger',
  failed: 'danger',
  suppressed: 'warning',
} as const

export type MessageState = keyof typeof MESSAGE_TONES

export type Channel = 'mail' | 'sms' | 'whatsapp'

export const CHANNEL_ICONS: Record<Channel, string> = {
  mail: 'i-lucide-mail',
  sms: 'i-lucide-message-square-text',
  whatsapp: 'i-lucide-message-circle',
}

/** Words of a message; which of them there are depends on the message. */
export interface Wording {
  subject?: string
  preview?: string
  heading?: string
  body?: string
  button?: string
  text?: string
}

export type WordingField = keyof Wording

/** How words would look. */
export interface TemplatePreview {
  problems: { field: WordingField; message: string; next: string }[]
  rendered: { subject: string; html: string; text: string } | null
  text: { filled: string; alphabet: 'gsm' | 'unicode'; characters: number; count: number } | null
}
