import deliverAccountMail from '../identity/mails/deliver_account_mail.ts'
import type { AnyDeploymentJob } from './job.ts'

/** The jobs of the kernel itself. */
export const KERNEL_JOBS: AnyDeploymentJob[] = [deliverAccountMail]
