import { launch } from './setup/launch.mjs'

await launch('bin/check_floors.ts')
