import { defineModuleSuite } from '@karkhana/kernel/testing'
import manifest from '../../module.ts'

defineModuleSuite(manifest)
