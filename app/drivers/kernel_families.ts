import type { DriverFamilyDeclaration } from './declaration.ts'

/** Driver families of the kernel itself. */
export const KERNEL_DRIVER_FAMILIES: DriverFamilyDeclaration[] = [
  {
    id: 'kernel.sms',
    label: 'Text messages',
    description: 'Sends short text messages to phones.',
  },
  {
    id: 'kernel.whatsapp',
    label: 'WhatsApp',
    description: 'Sends messages to phones by WhatsApp.',
  },
  {
    id: 'kernel.ai',
    label: 'Language model',
    description: 'Answers questions of modules. What it may be asked for is chosen under AI.',
  },
  {
    id: 'kernel.ai-second',
    label: 'Language model, second choice',
    description: 'Is asked when the first one does not answer.',
    fallbackOf: 'kernel.ai',
  },
  {
    id: 'kernel.ai-third',
    label: 'Language model, third choice',
    description: 'Is asked when neither of the others answers.',
    fallbackOf: 'kernel.ai',
  },
]
