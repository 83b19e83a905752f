import { defineSettings, type SecretDeclaration } from '@karkhana/kernel/module'

const PRICE = {
  kind: 'money',
  scope: 'organisation',
  default: null,
  min: 0,
  max: 10_000_000,
} as const

const MODEL = { kind: 'text', scope: 'organisation', default: null } as const
const ADDRESS = { kind: 'url', scope: 'organisation' } as const

const TAKEN = 'In rupees for a million tokens, from the price list of your contract.'
const GIVEN = 'In rupees for a million tokens of the answer.'

/** Which models are asked, where, and what they cost. */
export const SETTINGS = defineSettings({
  view: 'ai-models.settings.view',
  change: 'ai-models.settings.manage',
  fields: [
    {
      ...MODEL,
      key: 'gemini_model',
      label: 'Gemini: model',
      help: 'As Google calls it in the list of models.',
      example: 'gemini-2.5-flash',
    },
    { ...PRICE, key: 'gemini_input', label: 'Gemini: price of what is asked', help: TAKEN },
    { ...PRICE, key: 'gemini_output', label: 'Gemini: price of what is answered', help: GIVEN },
    {
      ...ADDRESS,
      key: 'gemini_url',
      label: 'Gemini: address',
      help: 'Change it only for a gateway of your own.',
      default: 'https://generativelanguage.googleapis.com/v1beta',
      required: true,
    },
    {
      ...MODEL,
      key: 'anthropic_model',
      label: 'Anthropic: model',
      help: 'As Anthropic calls it in the list of models.',
      example: 'claude-haiku-4-5',
    },
    { ...PRICE, key: 'anthropic_input', label: 'Anthropic: price of what is asked', help: TAKEN },
    {
      ...PRICE,
      key: 'anthropic_output',
      label: 'Anthropic: price of what is answered',
      help: GIVEN,
    },
    {
      ...ADDRESS,
      key: 'anthropic_url',
      label: 'Anthropic: address',
      help: 'Change it only for a gateway of your own.',
      default: 'https://api.anthropic.com/v1',
      required: true,
    },
    {
      ...ADDRESS,
      key: 'openai_url',
      label: 'OpenAI-compatible: address',
      help: 'Up to /v1, as the provider names it in its documentation.',
      default: 'https://api.openai.com/v1',
      required: true,
    },
    {
      ...MODEL,
      key: 'openai_model',
      label: 'OpenAI-compatible: model',
      help: 'As the provider calls it.',
      example: 'gpt-5-mini',
    },
    {
      ...PRICE,
      key: 'openai_input',
      label: 'OpenAI-compatible: price of what is asked',
      help: TAKEN,
    },
    {
      ...PRICE,
      key: 'openai_output',
      label: 'OpenAI-compatible: price of what is answered',
      help: GIVEN,
    },
  ],
})

const secret = (key: string, label: string, help: string): SecretDeclaration => ({
  key: `ai-models.${key}`,
  label,
  help,
  group: 'Language models',
  purpose: 'Asks the language model what modules want to know.',
})

/** The key of each provider. */
export const KEYS = {
  gemini: secret('gemini_key', 'Gemini key', 'In Google AI Studio, under API keys.'),
  anthropic: secret('anthropic_key', 'Anthropic key', 'In the Anthropic console, under API keys.'),
  openai: secret('openai_key', 'OpenAI-compatible key', 'In the panel of the provider.'),
}
