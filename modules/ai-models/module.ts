import { defineModule, permission } from '@karkhana/kernel/module'
import { KEYS, SETTINGS } from './settings.ts'

/** Drivers of language models: Gemini, Anthropic, and whatever speaks the OpenAI way. */
export default defineModule({
  id: 'ai-models',
  name: 'Language models',
  description: 'Lets modules ask Gemini, Anthropic and models that speak the OpenAI way.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'driver',
  onBootFailure: 'quarantine',
  initialState: 'available',
  permissions: [
    permission('ai-models.settings.view', 'See which language models are asked'),
    permission('ai-models.settings.manage', 'Choose which language models are asked'),
  ],
  settings: SETTINGS,
  secrets: Object.values(KEYS),
  drivers: {
    offers: {
      'ai-models.gemini': () => import('./drivers/gemini.ts'),
      'ai-models.anthropic': () => import('./drivers/anthropic.ts'),
      'ai-models.openai-compatible': () => import('./drivers/openai_compatible.ts'),
    },
  },
  lang: ['en', 'hi'],
})
