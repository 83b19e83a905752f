import type { SecretDeclaration } from '@karkhana/kernel/module'

const RAZORPAY = {
  group: 'Razorpay',
  purpose: 'For payment links on invoices. It is stored now and used once online payments are on.',
}

/** Keys of the payment gateway, as its dashboard calls them. */
export const INVOICING_SECRETS: SecretDeclaration[] = [
  {
    key: 'invoicing.razorpay_key_id',
    label: 'Key ID',
    help: 'Razorpay Dashboard → Account & Settings → API keys.',
    check: 'rzp_(?:test|live)_[A-Za-z0-9]{8,32}',
    example: 'rzp_live_1DP5mmOlF5G5ag',
    plain: true,
    ...RAZORPAY,
  },
  {
    key: 'invoicing.razorpay_key_secret',
    label: 'Key secret',
    help: 'Shown once by Razorpay when the key is made.',
    check: '[A-Za-z0-9]{16,64}',
    example: '24 letters and digits',
    ...RAZORPAY,
  },
  {
    key: 'invoicing.razorpay_webhook_secret',
    label: 'Webhook secret',
    help: 'A word of your own: the same here and at Razorpay Dashboard → Webhooks.',
    check: '[\\x21-\\x7e]{16,128}',
    example: '16 characters or more, without spaces',
    generate: true,
    ...RAZORPAY,
  },
]
