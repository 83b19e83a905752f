/** How a message would have left this machine. */
export type MailboxChannel = 'mail' | 'sms' | 'whatsapp' | 'app'

/** Its name in the texts, and how it is marked. */
export const MAILBOX_CHANNELS: Record<MailboxChannel, { text: string; icon: string }> = {
  mail: { text: 'dev.e_mail', icon: 'i-lucide-mail' },
  sms: { text: 'dev.text_message', icon: 'i-lucide-message-square-text' },
  whatsapp: { text: 'dev.whatsapp', icon: 'i-lucide-message-circle' },
  app: { text: 'dev.in_app', icon: 'i-lucide-bell' },
}

/** A message as the mailbox lists it. */
export interface MailboxMessage {
  id: string
  at: string
  messageId: string | null
  from: string
  to: string[]
  cc: string[]
  replyTo: string[]
  subject: string
  channel?: MailboxChannel
  attachments: { name: string; size: number; href: string }[]
}
