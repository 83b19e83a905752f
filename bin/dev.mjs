import process from 'node:process'
import { fileURLToPath } from 'node:url'

// ts-exec reads tsconfig.json in the current folder
process.chdir(fileURLToPath(new URL('../', import.meta.url)))
await import('@poppinss/ts-exec')
await import('./dev.ts')
