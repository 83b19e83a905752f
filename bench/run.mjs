/** `npm run bench`: every bench in turn; `--smoke` runs each for a moment. */
import '@poppinss/ts-exec'

await import('./ticket_list.ts')
