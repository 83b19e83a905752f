import { launch } from './setup/launch.mjs'

await launch('bin/test.ts')
