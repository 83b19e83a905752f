import { defineSettings, type SecretDeclaration } from '@karkhana/kernel/module'

/** Id of the driver, in choices and logs. */
export const DRIVER = 'sms-gateway.http'

/** The log of messages as its readers see it. */
export const LOG = { driver: DRIVER, permission: 'sms-gateway.log.view' }

/** The same for statements. */
export const STATEMENT_LOG = { driver: DRIVER, permission: 'sms-gateway.statement.view' }

/** How the provider is called, and what it costs. */
export const SETTINGS = defineSettings({
  view: 'sms-gateway.settings.view',
  change: 'sms-gateway.settings.manage',
  fields: [
    {
      key: 'endpoint',
      label: 'Address for messages',
      help: 'Your provider names it in its API documentation; it begins with https://.',
      kind: 'url',
      scope: 'organisation',
      default: null,
      required: true,
    },
    {
      key: 'sender',
      label: 'Sender ID (DLT header)',
      help: 'Six letters, as registered on the DLT platform.',
      kind: 'text',
      pattern: '[A-Z]{6}',
      example: 'VWHEEL',
      scope: 'organisation',
      default: null,
      required: true,
    },
    {
      key: 'entity_id',
      label: 'DLT entity ID',
      help: 'Nineteen digits; leave it empty when your provider adds it by itself.',
      kind: 'text',
      pattern: '[0-9]{10,25}',
      example: '1201159123456789012',
      scope: 'organisation',
      default: null,
    },
    {
      key: 'template_id',
      label: 'DLT template ID',
      help: 'Sent with every message; leave it empty when your provider finds the template by the text.',
      kind: 'text',
      pattern: '[0-9]{10,25}',
      example: '1207161234567890123',
      scope: 'organisation',
      default: null,
    },
    {
      key: 'per_minute',
      label: 'Messages a minute',
      help: 'What your provider allows; the rest waits its turn.',
      kind: 'integer',
      scope: 'organisation',
      default: 60,
      required: true,
      min: 1,
      max: 6000,
    },
    {
      key: 'cost',
      label: 'Cost of a message',
      help: 'Without tax; for statements and the report.',
      kind: 'money',
      scope: 'organisation',
      default: 20,
      required: true,
      min: 0,
      max: 100_000,
    },
    {
      key: 'balance_url',
      label: 'Address for the balance',
      help: 'Asked every morning and by the button “Test”. Leave it empty when there is none.',
      kind: 'url',
      scope: 'organisation',
      default: null,
    },
    {
      key: 'warn_below',
      label: 'Warn when the balance is below',
      help: 'As your provider counts it. Managers get an e-mail, once a day.',
      kind: 'number',
      scope: 'organisation',
      default: '200',
      required: true,
      min: 0,
    },
  ],
})

export const API_KEY: SecretDeclaration = {
  key: 'sms-gateway.api_key',
  label: 'API key',
  help: 'In the panel of your SMS provider, mostly under Developers or API.',
  group: 'SMS gateway',
  purpose: 'Sends text messages to your customers and asks for the balance.',
}
