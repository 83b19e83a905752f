import { defineModule } from '@karkhana/kernel/module'
import { GST_SECRETS } from './secrets.ts'

/** Goods and Services Tax of India. Pure rules and data: no tables, no routes, no pages. */
export default defineModule({
  id: 'gst',
  name: 'GST (India)',
  description: 'Registration numbers, rates by date, place of supply and the tax on documents.',
  version: '0.1.0',
  lang: ['en', 'hi'],
  kernel: '^0.1.0',
  kind: 'localisation',
  provides: {
    'gst.calculator@1': () => import('./services/gst_calculator.ts'),
  },
  secrets: GST_SECRETS,
  taxIdentity: () => import('./services/tax_identity.ts'),
})
