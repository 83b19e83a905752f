import { defineJob } from '../../jobs/job.ts'

/** Draws a picture of a file that is small enough for a phone. */
const makePreview = defineJob<{ attachmentId: string }>({
  name: 'kernel.make_preview',
  parse: attachmentPayload,
  async handle(scope, { attachmentId }) {
    const { previewAttachment } = await import('../preview.ts')
    await previewAttachment(scope, attachmentId)
  },
})

/** @throws TypeError when it names no attachment */
export function attachmentPayload(payload: unknown): { attachmentId: string } {
  const { attachmentId } = (payload ?? {}) as { attachmentId?: unknown }
  if (typeof attachmentId !== 'string' || !UUID.test(attachmentId)) {
    throw new TypeError('The job needs the id of an attachment')
  }
  return { attachmentId }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export default makePreview
