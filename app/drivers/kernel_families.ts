import type { DriverFamilyDeclaration } from './declaration.ts'

/** Driver families of the kernel itself. */
export const KERNEL_DRIVER_FAMILIES: DriverFamilyDeclaration[] = [
  {
    id: 'kernel.sms',
    label: 'Text messages',
    description: 'Sends short text messages to phones.',
  },
]
