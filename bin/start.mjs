import { launch } from './setup/launch.mjs'

await launch('bin/start.ts')
