import { defineJob } from '../../jobs/job.ts'

/** Tells the owners that the room for files runs out, or that a file was refused for it. */
const warnOfRoom = defineJob<{ refused: boolean }>({
  name: 'kernel.warn_of_room',
  parse: (payload) => ({ refused: (payload as { refused?: unknown } | null)?.refused === true }),
  async handle(scope, { refused }) {
    const { tellOfRoom } = await import('../tell_of_room.ts')
    await tellOfRoom(scope, { refused })
  },
})

export default warnOfRoom
