import type { SecretDeclaration } from '@karkhana/kernel/module'

const IRP = {
  group: 'E-invoice (IRP)',
  purpose:
    'For the reference number and QR code of invoices. It is stored now and used once e-invoicing is on.',
}

/** What the Invoice Registration Portal asks of a taxpayer's system (API access, direct integration). */
export const GST_SECRETS: SecretDeclaration[] = [
  {
    key: 'gst.irp_client_id',
    label: 'Client ID',
    help: 'From the portal: API registration → API user credentials.',
    check: '[\\x21-\\x7e]{8,100}',
    example: '8 characters or more, without spaces',
    plain: true,
    ...IRP,
  },
  {
    key: 'gst.irp_client_secret',
    label: 'Client secret',
    help: 'Given together with the client ID.',
    check: '[\\x21-\\x7e]{8,100}',
    example: '8 characters or more, without spaces',
    ...IRP,
  },
  {
    key: 'gst.irp_user_name',
    label: 'User name',
    help: 'The API user you made for your GSTIN.',
    check: '[\\x21-\\x7e]{3,100}',
    example: 'API_volt_wheel',
    plain: true,
    ...IRP,
  },
  {
    key: 'gst.irp_password',
    label: 'Password',
    help: 'The password of that API user.',
    check: '.{8,100}',
    example: '8 characters or more',
    ...IRP,
  },
]
