import { defineJob } from '../../jobs/job.ts'
import { attachmentPayload } from './make_preview.ts'

/** Has the virus scanner look at a file; asked again for hours while the scanner does not answer. */
const scanAttachment = defineJob<{ attachmentId: string }>({
  name: 'kernel.scan_attachment',
  retryLimit: 10,
  retryDelay: 20,
  timeout: 300,
  parse: attachmentPayload,
  async handle(scope, { attachmentId }) {
    const { scanFile } = await import('../scan.ts')
    await scanFile(scope, attachmentId)
  },
})

export default scanAttachment
