import type { SecretDeclaration } from './declaration.ts'

const WHATSAPP = {
  group: 'WhatsApp Business',
  purpose: 'For messages to customers on WhatsApp. It is stored now and used once messages are on.',
}

/** Keys of outside services that the kernel itself talks to. */
export const KERNEL_SECRETS: SecretDeclaration[] = [
  {
    key: 'kernel.whatsapp_phone_number_id',
    label: 'Phone number ID',
    help: 'Meta for Developers → your app → WhatsApp → API setup.',
    check: '[0-9]{8,20}',
    example: '106540352242922',
    plain: true,
    ...WHATSAPP,
  },
  {
    key: 'kernel.whatsapp_access_token',
    label: 'Access token',
    help: 'A permanent token of a system user with the permission whatsapp_business_messaging.',
    check: '[A-Za-z0-9]{40,500}',
    example: 'EAAG…, 40 characters or more',
    ...WHATSAPP,
  },
]
