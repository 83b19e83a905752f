import { launch } from './setup/launch.mjs'

await launch('ace.ts')
